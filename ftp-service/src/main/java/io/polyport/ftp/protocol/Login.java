package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.FtpTls;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.Future;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * From the connection to a session that can work: greeting, login, what the server has, binary type. What only some calls
 * need (SYST, PWD) is asked by those: a far server takes its time for each question.
 */
final class Login {
    private static final int NOT_ACCEPTED = 451;

    private final ControlChannel control;
    private final FtpSettings settings;
    private final SocketSecurity security;
    private final ServerMemory memory;
    private String welcome = "";
    private ServerTraits remembered;
    private ServerFeatures features;
    private boolean certain;
    private int utf8;

    Login(ControlChannel control, FtpSettings settings, SocketSecurity security, ServerMemory memory) {
        this.control = control;
        this.settings = settings;
        this.security = security;
        this.memory = memory;
    }

    /** What came of it, and what the server is known by from now on. */
    record Done(FtpSession.Info info, ServerTraits traits) {}

    /** Fails with {@code ftp.unavailable}, {@code ftp.login-refused} or one of TLS, or what ended the connection. */
    Future<Done> run() {
        return protectedGreeting()
                .compose(greeting -> {
                    welcome = greeting.text();
                    recall();
                    return credentialsCharset();
                })
                .compose(this::user)
                .compose(in -> protectData())
                .compose(ready -> features())
                .compose(known -> names())
                .compose(
                        charset -> new Commands(control, charset).must("TYPE I").map(binary -> done(charset)));
    }

    /** Not where the charset of the login itself hangs on it: what is no longer so would refuse each login until it is forgotten. */
    private void recall() {
        remembered = isPlain() ? memory.of(settings, welcome) : null;
        if (remembered != null) {
            features = remembered.features();
            utf8 = remembered.utf8();
        }
    }

    private Done done(Charset charset) {
        var traits =
                remembered != null ? remembered : memory.learn(settings, welcome, features, utf8, certain && isPlain());
        return new Done(new FtpSession.Info(welcome, "", features.lines(), charset, security.name()), traits);
    }

    private Future<Reply> protectedGreeting() {
        return switch (settings.tls().mode()) {
            case NONE -> greeting();
            case IMPLICIT -> control.secure(security).compose(done -> greeting());
            case EXPLICIT -> greeting().compose(welcome -> authTls().map(welcome));
        };
    }

    /** Whoever refuses this gets no login: without protection everybody in between would read it. */
    private Future<Void> authTls() {
        return new Commands(control, StandardCharsets.US_ASCII)
                .ask("AUTH TLS")
                .compose(reply -> reply.code() == 234
                        ? control.secure(security)
                        : refused(reply, FtpProblems.TLS_REFUSED, "AUTH TLS"));
    }

    /** RFC 4217 §9. Servers of implicit TLS, which is older, may not know these commands, and protect all the same. */
    private Future<Void> protectData() {
        if (!settings.tls().isOn()) {
            return Future.succeededFuture();
        }
        boolean always = settings.tls().mode() == FtpTls.Mode.IMPLICIT;
        var commands = new Commands(control, StandardCharsets.US_ASCII);
        return commands.ask("PBSZ 0")
                .compose(sized -> commands.ask("PROT P"))
                .compose(reply -> reply.isPositive() || (always && reply.isUnknownCommand())
                        ? Future.succeededFuture()
                        : refused(reply, FtpProblems.TLS_REFUSED, "PROT P"));
    }

    private Future<Reply> greeting() {
        var first = control.next();
        control.hurry(settings.limits().reply());
        return first.compose(reply -> {
            // 120: ready in some minutes; the deadline for that is the reply's.
            if (reply.code() == 120) {
                var second = control.next();
                control.hurry(settings.limits().reply());
                return second.compose(this::greeted);
            }
            return greeted(reply);
        });
    }

    private Future<Reply> greeted(Reply reply) {
        if (reply.isPositive()) {
            control.telnet(settings.dialect().telnet() && !reply.text().contains("vsFTPd"));
            return Future.succeededFuture(reply);
        }
        return refused(reply, reply.code() >= 400 ? FtpProblems.UNAVAILABLE : FtpProblems.PROTOCOL_ERROR, "greeting");
    }

    /** A name or password beyond ASCII needs the charset before the login; many servers tell it then already. */
    private Future<Charset> credentialsCharset() {
        if (isPlain()) {
            return Future.succeededFuture(StandardCharsets.US_ASCII);
        }
        return features().map(known -> {
            boolean utf = features.has("UTF8");
            if (features.lines().isEmpty()) {
                // Others tell it only to those who are logged in.
                features = null;
            }
            return utf ? StandardCharsets.UTF_8 : settings.dialect().charset();
        });
    }

    private boolean isPlain() {
        return Lookup.isAscii(settings.user() + settings.password());
    }

    private Future<Void> user(Charset charset) {
        var commands = new Commands(control, charset);
        return commands.plain("USER", settings.user()).compose(reply -> {
            if (reply.isPositive()) {
                return Future.succeededFuture();
            }
            if (reply.code() != 331) {
                return denied(reply, "USER");
            }
            return commands.plain("PASS", settings.password())
                    .compose(answer -> answer.isPositive() ? Future.succeededFuture() : denied(answer, "PASS"));
        });
    }

    private Future<Void> denied(Reply reply, String verb) {
        ProblemType type = reply.code() >= 500 || reply.code() == 332 || reply.code() == 430
                ? FtpProblems.LOGIN_REFUSED
                : reply.code() >= 400 ? FtpProblems.UNAVAILABLE : FtpProblems.PROTOCOL_ERROR;
        return refused(reply, type, verb);
    }

    private static <T> Future<T> refused(Reply reply, ProblemType type, String verb) {
        return Future.failedFuture(reply.problem(type, verb));
    }

    private Future<Void> features() {
        if (features != null) {
            return Future.succeededFuture();
        }
        return new Commands(control, settings.dialect().charset()).ask("FEAT").map(reply -> {
            features = ServerFeatures.of(reply);
            certain = reply.code() == 211 || reply.isNoCommand();
            return null;
        });
    }

    /**
     * In which charset names are. Pure-FTPd answers OPTS with 504 and has UTF-8 all the same: the list of features decides.
     * But ProFTPD with its encoding off lists it, too, and says 451 then: names are whatever bytes they are. A server that
     * has refused it last time is not asked again; one that answers otherwise than last time has changed.
     */
    private Future<Charset> names() {
        if (!features.has("UTF8")) {
            return Future.succeededFuture(settings.dialect().charset());
        }
        if (remembered != null && utf8 >= 400) {
            return Future.succeededFuture(charset());
        }
        return new Commands(control, StandardCharsets.UTF_8).ask("OPTS UTF8 ON").compose(reply -> {
            if (remembered != null && reply.code() != utf8) {
                memory.forget(settings);
                remembered = null;
                features = null;
                return features().compose(known -> names());
            }
            utf8 = reply.code();
            return Future.succeededFuture(charset());
        });
    }

    private Charset charset() {
        return utf8 == NOT_ACCEPTED ? settings.dialect().charset() : StandardCharsets.UTF_8;
    }
}
