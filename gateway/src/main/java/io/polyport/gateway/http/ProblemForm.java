package io.polyport.gateway.http;

import io.polyport.gateway.identity.Challenges;
import io.polyport.kit.bus.ErrorTemplates;
import io.polyport.kit.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How problems are told to one caller: as documents of RFC 9457, or where a service has announced a form of its own, in that
 * (GW-33), in the variant that the caller has asked for; and how he can say who he is.
 */
final class ProblemForm {
    private static final String DOCUMENT = "application/problem+json";
    /** That of titles and details. */
    private static final String LANGUAGE = "en";

    private final Challenges challenges;
    private final Supplier<Optional<ErrorTemplates>> templates;
    private final AskedFormat asked;

    /** One problem, ready to be sent. */
    record Told(int status, String contentType, List<String> challenges, Buffer body) {}

    /** @param templates of the service at the path, asked for only when there is a problem */
    ProblemForm(Challenges challenges, Supplier<Optional<ErrorTemplates>> templates, AskedFormat asked) {
        this.challenges = challenges;
        this.templates = templates;
        this.asked = asked;
    }

    /** Where no publication says anything else. */
    static ProblemForm document(Challenges challenges) {
        return new ProblemForm(challenges, Optional::empty, AskedFormat.ANY);
    }

    Told of(Problem problem, String requestId) {
        return templates
                .get()
                .map(announced -> filled(announced, problem, requestId))
                .orElseGet(() -> new Told(
                        problem.status(),
                        DOCUMENT,
                        challenges.of(problem, problem.status()),
                        problem.toJson().put("requestId", requestId).toBuffer()));
    }

    private Told filled(ErrorTemplates announced, Problem problem, String requestId) {
        String type = asked.of(announced);
        var told = announced.of(problem.code(), problem.status());
        String body = ErrorTemplate.of(announced.bodies().get(type), ErrorTemplates.isJson(type))
                .filled(name -> switch (name) {
                    case "code" -> told.code();
                    case "status" -> Integer.toString(told.status());
                    case "title" -> problem.type().title();
                    case "detail" -> problem.detail();
                    case "lang" -> LANGUAGE;
                    case "problem" -> problem.code();
                    default -> requestId;
                });
        return new Told(told.status(), type, challenges.of(problem, told.status()), Buffer.buffer(body));
    }
}
