package io.polyport.ftp.operations;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.FtpTls;
import io.polyport.ftp.NameCharset;
import io.polyport.ftp.OperationProblems;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.listing.PathDecoder;
import io.polyport.ftp.logins.OpenedConnection;
import io.polyport.ftp.logins.Place;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Connections themselves: configured ones, and those that callers open and close (FT-1, FT-6, FT-19). */
final class Connections {
    private static final Set<String> MEMBERS = Set.of(
            "connection",
            "host",
            "port",
            "user",
            "password",
            "encoding",
            "timeZone",
            "showHidden",
            "transferType",
            "tls");

    private static final int PORT = 21;
    private static final int IMPLICIT_PORT = 990;

    private final Sessions sessions;
    private final EgressGuard guard;
    private final boolean insecure;

    /** @param insecure whether callers may say that a server's certificate is not checked */
    Connections(Sessions sessions, EgressGuard guard, boolean insecure) {
        this.sessions = sessions;
        this.guard = guard;
        this.insecure = insecure;
    }

    Future<Answer> list(Call call) {
        var all = new JsonArray();
        sessions.configured().keySet().stream()
                .filter(call::allowsConnection)
                .sorted()
                .forEach(name -> {
                    FtpConfig.Connection connection = sessions.configured().get(name);
                    all.add(new JsonObject()
                            .put("id", name)
                            .put("kind", "configured")
                            .put("server", connection.host() + ":" + connection.port()));
                });
        sessions.openedBy(call).forEach(all::add);
        return Future.succeededFuture(Answer.json(200, new JsonObject().put("connections", all)));
    }

    Future<Answer> open(Call call) {
        return call.json()
                .compose(body -> place(call, body))
                .compose(place -> sessions.open(call, place))
                .compose(connection -> during(connection, Connections::describe)
                        .map(json ->
                                Answer.json(201, json).with("location", call.url("/connections/" + connection.id()))));
    }

    /** The configured connection or the allowed server that the body names. */
    private Future<Place> place(Call call, JsonObject body) {
        Set<String> unknown = new TreeSet<>(body.fieldNames());
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw fault(unknown.iterator().next(), "is not known; there are " + new TreeSet<>(MEMBERS));
        }
        if (body.containsKey("connection")) {
            if (body.size() > 1) {
                throw fault("connection", "stands beside other members; a configured connection brings its own");
            }
            String name = text(body, "connection", "");
            call.requireConnection(name);
            return Future.succeededFuture(Place.of(name, sessions.configured(name)));
        }
        return ownServer(call, body);
    }

    private Future<Place> ownServer(Call call, JsonObject body) {
        String host = text(body, "host", "");
        if (host.isEmpty()) {
            throw fault("host", "is missing; name a configured connection or a host");
        }
        FtpTls tls = RequestedTls.of(body, host, insecure);
        int port = port(body, tls.mode() == FtpTls.Mode.IMPLICIT ? IMPLICIT_PORT : PORT);
        String user = text(body, "user", "anonymous");
        String password = text(body, "password", user.equals("anonymous") ? "anonymous@" : "");
        Charset charset = charset(text(body, "encoding", "UTF-8"));
        ZoneId zone = zone(text(body, "timeZone", "UTC"));
        boolean hidden = hidden(body);
        boolean lines = lines(text(body, "transferType", "binary"));
        return guard.askedBy(call.principal().identity()).check(host, port).map(target -> {
            try {
                // The address that was checked is the one that is connected to.
                var login = new FtpSettings(
                        target.address().getHostAddress(),
                        port,
                        user,
                        password,
                        FtpDialect.usual()
                                .withCharset(charset)
                                .withHidden(hidden)
                                .withLines(lines),
                        FtpRoute.direct(),
                        tls,
                        FtpLimits.defaults());
                return new Place(host + ":" + port, login, FtpPath.here(), false, zone);
            } catch (IllegalArgumentException unusable) {
                throw fault("user", "or password is empty or holds a line break");
            }
        });
    }

    private static int port(JsonObject body, int usual) {
        Object port = body.getValue("port", usual);
        if (!(port instanceof Integer number) || number < 1 || number > 65_535) {
            throw fault("port", "has to be a whole number from 1 to 65535");
        }
        return number;
    }

    private static String text(JsonObject body, String name, String otherwise) {
        Object value = body.getValue(name, otherwise);
        if (!(value instanceof String text)) {
            throw fault(name, "has to be text");
        }
        return text;
    }

    private static Charset charset(String name) {
        return NameCharset.of(name).orElseThrow(() -> fault("encoding", NameCharset.FAULT));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw fault("timeZone", "has to be a time zone such as Europe/Moscow or UTC");
        }
    }

    private static boolean hidden(JsonObject body) {
        if (!(body.getValue("showHidden", false) instanceof Boolean wanted)) {
            throw fault("showHidden", "has to be true or false");
        }
        return wanted;
    }

    private static boolean lines(String type) {
        return switch (type) {
            case "binary" -> false;
            case "ascii" -> true;
            default -> throw fault("transferType", "has to be binary or ascii");
        };
    }

    static RuntimeException fault(String member, String fault) {
        return Problem.of(BusProblems.BAD_REQUEST, "The body's member '" + member + "' " + fault + ".")
                .withField("body:/" + member, fault)
                .toException();
    }

    Future<Answer> show(Call call) {
        String id = call.rawArgument("id");
        if (!id.startsWith("~")) {
            FtpConfig.Connection connection = sessions.configured(id);
            return Future.succeededFuture(Answer.json(
                    200,
                    new JsonObject()
                            .put("id", id)
                            .put("kind", "configured")
                            .put("server", connection.host() + ":" + connection.port())));
        }
        OpenedConnection connection = sessions.find(call, id);
        return connection.isInUse()
                ? Future.succeededFuture(Answer.json(200, summary(connection.place(), connection.session(), "busy")))
                : during(connection, use -> describe(use).map(json -> Answer.json(200, json)));
    }

    private static <T> Future<T> during(OpenedConnection connection, Function<SessionUse, Future<T>> work) {
        return connection.use().compose(use -> Uses.during(use, () -> work.apply(use)));
    }

    Future<Answer> close(Call call) {
        String id = call.rawArgument("id");
        if (!id.startsWith("~")) {
            sessions.configured(id);
            throw OperationProblems.NOT_OPENED.toException();
        }
        return sessions.close(sessions.find(call, id)).map(Answer.empty(204));
    }

    Future<Answer> describe(Call call) {
        return sessions.forCall(call)
                .compose(use -> Uses.during(use, () -> describe(use).map(json -> Answer.json(200, json))));
    }

    private static Future<JsonObject> describe(SessionUse use) {
        var session = use.session();
        return session.system()
                .map(known -> summary(use.place(), session, "ready"))
                .compose(json -> session.workingDirectory()
                        .map(path -> json.put("workingDirectory", path.toString()))
                        .recover(failure -> Failures.is(failure, FtpProblems.UNSUPPORTED)
                                ? Future.succeededFuture(json)
                                : Future.failedFuture(failure)));
    }

    private static JsonObject summary(Place place, FtpSession session, String state) {
        var info = session.info();
        return new JsonObject()
                .put("id", place.id())
                .put("kind", place.isOpened() ? "opened" : "configured")
                .put("server", place.login().host() + ":" + place.login().port())
                .put("state", state)
                .put("welcome", info.welcome())
                .put("system", info.system())
                .put("features", new JsonArray(info.features()))
                .put("charset", info.charset().name())
                .put("protection", info.protection());
    }

    Future<Answer> showWorkingDirectory(Call call) {
        return during(
                opened(call),
                use -> use.session()
                        .workingDirectory()
                        .map(path -> Answer.json(200, new JsonObject().put("path", path.toString()))));
    }

    Future<Answer> changeWorkingDirectory(Call call) {
        OpenedConnection connection = opened(call);
        return call.json()
                .compose(body -> during(connection, use -> {
                    FtpPath path = Paths.member(body, "path", use.place(), PathDecoder.Use.DIRECTORY);
                    use.require(call, path);
                    return use.session().changeDirectory(path).map(now -> {
                        connection.moved(use.at().resolve(path));
                        return Answer.json(200, new JsonObject().put("path", now.toString()));
                    });
                }));
    }

    private OpenedConnection opened(Call call) {
        String id = call.rawArgument("c");
        if (!id.startsWith("~")) {
            sessions.configured(id);
            throw OperationProblems.NOT_OPENED.toException();
        }
        return sessions.find(call, id);
    }
}
