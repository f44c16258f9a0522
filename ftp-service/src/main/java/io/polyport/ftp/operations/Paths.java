package io.polyport.ftp.operations;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.listing.PathDecoder;
import io.polyport.ftp.logins.Place;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The paths that a call names: behind the operation, in {@code ?path=}, or in a JSON body (FT-24). */
final class Paths {
    private Paths() {}

    static FtpPath file(Call call, Place place) {
        return of(call, place, PathDecoder.Use.FILE);
    }

    static FtpPath directory(Call call, Place place) {
        return of(call, place, PathDecoder.Use.DIRECTORY);
    }

    private static FtpPath of(Call call, Place place, PathDecoder.Use use) {
        var decoder = new PathDecoder(place.absolutePaths());
        String raw = call.rawArgument("path");
        var parameter = call.query().raw("path");
        if (parameter.isPresent() && !raw.isEmpty()) {
            throw Problem.of(BusProblems.BAD_REQUEST, "The path stands in the URL and in ?path=; give one of them.")
                    .withField("query:path", "stands beside a path in the URL")
                    .toException();
        }
        return parameter.map(value -> decoder.decodeQuery(value, use)).orElseGet(() -> decoder.decode(raw, use));
    }

    /** A member of a JSON body: text, its segments divided by slashes; a leading slash makes it absolute. */
    static FtpPath member(JsonObject body, String name, Place place, PathDecoder.Use use) {
        if (!(body.getValue(name) instanceof String text)) {
            throw Problem.of(BusProblems.BAD_REQUEST, "The body's member '" + name + "' has to be a path as text.")
                    .withField("body:/" + name, "has to be a path as text")
                    .toException();
        }
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return new PathDecoder(place.absolutePaths()).decodeQuery(encoded, use);
    }
}
