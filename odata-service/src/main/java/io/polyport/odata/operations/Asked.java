package io.polyport.odata.operations;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.polyport.odata.access.Caller;
import io.polyport.odata.format.ErrorDocument;
import io.polyport.odata.format.Language;
import io.polyport.odata.format.Negotiation;
import io.polyport.odata.format.Representation;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.publications.Published;
import io.polyport.odata.publications.View;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a publication, as far as the URL has no say in it.
 *
 * @param language of texts, {@code ru} or {@code en}
 */
record Asked(Call call, Published published, String language) {
    static Asked of(Call call, Published published) {
        return new Asked(call, published, Language.of(call.header("accept-language"), published.language()));
    }

    /** The path behind the publication's root, as it was sent. */
    String path() {
        return call.envelope().request().path();
    }

    String query() {
        return call.envelope().request().query();
    }

    /** The publication's root as the caller sees it. */
    String base() {
        return call.envelope().request().base();
    }

    Optional<String> accept() {
        return call.header("accept");
    }

    /** What this caller sees of the model. */
    View view() {
        return published.shown(call.envelope().objects());
    }

    Caller caller() {
        Map<String, Object> claims = new HashMap<>();
        call.principal()
                .claims()
                .forEach(claim -> value(claim.getValue()).ifPresent(value -> claims.put(claim.getKey(), value)));
        claims.putIfAbsent("sub", call.principal().subject());
        return new Caller(call.principal().scopes(), claims, call.separators(), language);
    }

    private static Optional<Object> value(Object claim) {
        return switch (claim) {
            case String text -> Optional.of(text);
            case Boolean flag -> Optional.of(flag);
            case Number number -> Optional.of(new BigDecimal(number.toString()));
            case JsonArray list -> {
                List<Object> values = new ArrayList<>();
                list.forEach(each -> value(each).ifPresent(values::add));
                // A list that is known in part would let 'ne' show what the rest stands for.
                yield values.size() == list.size() ? Optional.of(values) : Optional.empty();
            }
            case null, default -> Optional.empty();
        };
    }

    /** Fails unless the policy allows the set's object. Whether there is such a set stays untold (GW-18). */
    void requireSet(String set) {
        if (!call.allowsObject("/" + published.object(set))) {
            throw new ODataException(
                    InnerCode.ACCESS_DENIED,
                    "Нарушение прав доступа: политика не разрешает ресурс '" + set
                            + "'. Попросите администратора добавить правило, которое его называет.",
                    "Access denied: the policy does not allow the resource '" + set
                            + "'. Ask the administrator for a rule that names it.");
        }
    }

    /** The error in the format that was asked for, whatever else is wrong with the URL. */
    Answer error(ODataException problem) {
        Representation format = Negotiation.ofError(Optional.of(query()), accept());
        var answer = new Answer.Whole(
                problem.status(),
                headers(format.contentType(Representation.Kind.OTHER)),
                ErrorDocument.of(problem, format, language));
        if (problem.retryAfterSeconds() > 0) {
            answer = answer.with("retry-after", Integer.toString(problem.retryAfterSeconds()));
        }
        // RFC 6750: the token is good, but does not reach.
        return problem.status() == 401
                ? answer.with("www-authenticate", "Bearer error=\"insufficient_scope\"")
                : answer;
    }

    /** Of every answer; more may be added. */
    static List<Map.Entry<String, String>> headers(String contentType) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("content-type", contentType));
        headers.add(
                Map.entry(Representation.VERSION_HEADER.toLowerCase(java.util.Locale.ROOT), Representation.VERSION));
        return headers;
    }
}
