package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.identity.Challenges;
import io.polyport.gateway.identity.Credentials;
import io.polyport.gateway.identity.QueryTokens;
import io.polyport.gateway.identity.VerifiedToken;
import io.polyport.gateway.identity.Way;
import io.polyport.gateway.password.PasswordProblems;
import io.polyport.gateway.policy.Access;
import io.polyport.gateway.policy.Decision;
import io.polyport.gateway.policy.PolicyRequest;
import io.polyport.gateway.route.Directory;
import io.polyport.gateway.route.Publications;
import io.polyport.gateway.route.Route;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who asks, for what, and whether he may: identity, route, policy; and the envelope that comes of it. One per request. */
final class Admission {
    private static final int UNAUTHORIZED = 401;

    private final Edge edge;
    private final HttpServerRequest request;
    private final Envelope.Trace trace;
    private final String path;
    private final String query;
    private final String queryWithoutToken;
    private final Optional<Publications.Place> place;
    private final Optional<Nowhere> nowhere;
    private final boolean unreadable;
    private VerifiedToken token;
    private Directory.Target target;

    /** A path in a publication that leads to nothing: how one is identified there, to be told so. */
    private record Nowhere(Set<Way> ways, ProblemException problem) {}

    Admission(Edge edge, HttpServerRequest request, Envelope.Trace trace) {
        this.edge = edge;
        this.request = request;
        this.trace = trace;
        this.path = request.path() == null ? "/" : request.path();
        this.query = request.query() == null ? "" : request.query();
        this.queryWithoutToken = QueryTokens.removedFrom(query);
        this.place = edge.publications().at(path);
        this.nowhere = place.isPresent() ? Optional.empty() : nowhere();
        this.unreadable = ways().contains(Way.BASIC) && edge.forwarding().isUnreadable(request);
    }

    /** As it was sent. */
    String path() {
        return path;
    }

    /** Path and query as they were sent. */
    String url() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** Whoever shows a token or a password in one of the ways that are taken at the path. */
    Future<VerifiedToken> identify() {
        if (ways().equals(Set.of(Way.BASIC)) && !edge.passwords().takenFrom(unreadable)) {
            throw PasswordProblems.UNPROTECTED.toException();
        }
        var credentials = new Credentials(request.headers().getAll("authorization"), query, ways());
        Future<VerifiedToken> verified = credentials.isPassword()
                ? edge.passwords().verify(credentials, edge.forwarding().client(request), unreadable)
                : edge.authenticator().verify(credentials);
        return verified.onSuccess(known -> token = known);
    }

    private Set<Way> ways() {
        return place.map(published -> Set.copyOf(published.config().authentication()))
                .or(() -> nowhere.map(Nowhere::ways))
                .orElse(Set.of(Way.BEARER));
    }

    /** Only where there is nothing: what stands beside a publication's kinds is not the publication's to open. */
    private Optional<Nowhere> nowhere() {
        Optional<Set<Way>> taken = edge.publications().around(path);
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        try {
            edge.registry().directory().find(request.method().name(), path, Optional.empty());
            return Optional.empty();
        } catch (ProblemException problem) {
            String code = problem.problem().code();
            boolean nothing =
                    code.equals(GatewayProblems.NO_ROUTE.code()) || code.equals(GatewayProblems.BAD_PATH.code());
            return nothing ? Optional.of(new Nowhere(taken.get(), problem)) : Optional.empty();
        }
    }

    private void requireSomewhere() {
        nowhere.ifPresent(told -> {
            throw told.problem();
        });
    }

    /** How problems are told at the path. */
    ProblemForm problemForm() {
        var challenges = challenges();
        return place.map(published -> new ProblemForm(
                        challenges,
                        () -> edge.registry().templates(published.kind().service()),
                        new AskedFormat(
                                query, String.join(",", request.headers().getAll("accept")))))
                .orElseGet(() -> ProblemForm.document(challenges));
    }

    /** Passwords are asked for only where they are safe. */
    private Challenges challenges() {
        Set<Way> asked = new HashSet<>(ways());
        if (!edge.passwords().takenFrom(unreadable)) {
            asked.remove(Way.BASIC);
        }
        return new Challenges(edge.realm(), asked);
    }

    /** Whoever holds a ticket for this URL. */
    Future<VerifiedToken> ticket(String ticket) {
        requireTickets(place);
        return edge.tickets().redeem(ticket, url()).onSuccess(known -> token = known);
    }

    /** A ticket stands for a token, so it opens nothing where no tokens are taken. */
    static void requireTickets(Optional<Publications.Place> place) {
        if (place.map(at -> !at.config().authentication().contains(Way.BEARER)).orElse(false)) {
            throw GatewayProblems.NO_WEBSOCKET.toException(
                    "This publication takes no tokens, and so no tickets that stand for one.");
        }
    }

    /** Whether the one who was identified may do what stands at the path; fails with what is wrong with it. */
    Decision.Allowed admit(String method) {
        requireSomewhere();
        target = edge.registry().directory().find(method, path, place);
        return permit(edge, token.principal(), target, place);
    }

    /** As {@link #admit}, for the WebSocket at the path. */
    Decision.Allowed admitWebSocket() {
        requireSomewhere();
        target = webSocket(edge, path, place);
        return permit(edge, token.principal(), target, place);
    }

    /** What a WebSocket at this path reaches; fails when nothing is there, or nothing that a WebSocket can reach. */
    static Directory.Target webSocket(Edge edge, String path, Optional<Publications.Place> place) {
        try {
            return edge.registry().directory().find(Route.WEBSOCKET, path, place);
        } catch (ProblemException problem) {
            throw problem.problem().code().equals(GatewayProblems.METHOD_NOT_ALLOWED.code())
                    ? GatewayProblems.NO_WEBSOCKET.toException()
                    : problem;
        }
    }

    /** Who may do what. */
    static Decision.Allowed permit(
            Edge edge, Principal principal, Directory.Target found, Optional<Publications.Place> place) {
        Optional<String> connection =
                found.route().connectionArgument().map(name -> found.arguments().get(name));
        boolean opened = connection.filter(name -> name.startsWith("~")).isPresent();
        var asked = new PolicyRequest(
                found.service(),
                found.route().operationId(),
                found.route().scopes().stream().findFirst(),
                access(found.route()),
                opened ? Optional.empty() : connection,
                opened,
                found.route().grants(),
                place.map(Publications.Place::publication),
                place.map(Publications.Place::policySeparators).orElse(List.of()));
        return switch (edge.policies().decide(principal, asked)) {
            case Decision.Allowed allowed -> allowed;
            case Decision.Denied denied -> throw denied.problem().toException();
        };
    }

    private static Access access(Route route) {
        return route.commands() ? Access.COMMAND : route.writes() ? Access.WRITE : Access.READ;
    }

    /** Null before anybody was identified. */
    VerifiedToken token() {
        return token;
    }

    /** Null before {@link #admit}. */
    Directory.Target target() {
        return target;
    }

    String subject() {
        return token == null ? "" : token.principal().subject();
    }

    String service() {
        return target == null ? "" : target.service();
    }

    String operation() {
        return target == null ? "" : target.route().operationId();
    }

    /** The instance on which an opened thing in the path lives; fails with 404 when the id is not this caller's. */
    Optional<String> bound() {
        for (String name : target.route().openedArguments()) {
            String value = target.arguments().getOrDefault(name, "");
            if (value.startsWith("~")) {
                return Optional.of(edge.openedIds()
                        .instanceOf(value, token.principal())
                        .orElseThrow(BusProblems.UNKNOWN_ID::toException));
            }
        }
        return Optional.empty();
    }

    /** To the head of the answer: what the contract or the configuration says, or less when the caller wants it so. */
    Duration timeout() {
        Duration allowed = target.route().timeout().orElse(edge.timeout());
        String header = request.getHeader("request-timeout");
        if (header == null) {
            return allowed;
        }
        if (!header.matches("[1-9][0-9]{0,8}")) {
            throw GatewayProblems.BAD_TIMEOUT.toException();
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(header));
        return asked.compareTo(allowed) < 0 ? asked : allowed;
    }

    /**
     * The answer for the caller: what a token in the URL has opened is nothing for shared caches (RFC 6750 §2.3), and a 401
     * asks for what is taken here, which the service does not know.
     */
    OutgoingCall.Received forCaller(OutgoingCall.Received answer) {
        List<Map.Entry<String, String>> headers = answer.headers();
        if (place.isPresent() && answer.status() == UNAUTHORIZED) {
            headers = challenges().in(headers);
        }
        boolean silent = headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase("cache-control"));
        if (!queryWithoutToken.equals(query) && silent) {
            headers = new ArrayList<>(headers);
            headers.add(Map.entry("cache-control", "private"));
        }
        return new OutgoingCall.Received(answer.status(), headers, answer.whole(), answer.stream());
    }

    Envelope envelope(
            Decision.Allowed allowed,
            Duration timeout,
            String method,
            List<Map.Entry<String, String>> headers,
            Envelope.Body body,
            Envelope.Flow flow) {
        var asked = new Envelope.Request(
                target.route().operationId(),
                method,
                target.rest(),
                queryWithoutToken,
                edge.baseUrl().of(request, place.flatMap(at -> at.config().externalUrl())) + target.prefix(),
                headers,
                target.arguments());
        return new Envelope(
                asked,
                token.principal(),
                allowed.objects(),
                allowed.connections(),
                allowed.grants(),
                trace,
                System.currentTimeMillis() + timeout.toMillis(),
                timeout.toMillis(),
                new Envelope.Origin("", 0, 0),
                body,
                flow,
                place.map(at -> new Envelope.Publication(at.publication(), at.separators()))
                        .orElse(Envelope.Publication.NONE));
    }
}
