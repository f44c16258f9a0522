package io.polyport.ftp.operations;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.listing.PathDecoder;
import io.polyport.ftp.logins.Place;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;

/**
 * A resumable upload that a caller wants to begin (FT-25).
 *
 * @param path of the file
 * @param length bytes of the whole
 * @param overwrite whether it may replace a file
 * @param createParents whether missing directories are made
 */
record UploadRequest(FtpPath path, long length, boolean overwrite, boolean createParents) {
    /** 1 EiB: sums of two such numbers are still numbers. */
    private static final long MOST = 1L << 60;

    private static final Set<String> MEMBERS = Set.of("path", "length", "overwrite", "createParents");

    /** Throws {@code request.invalid}. */
    static UploadRequest of(JsonObject body, Place place) {
        Set<String> unknown = new TreeSet<>(body.fieldNames());
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw Connections.fault(unknown.iterator().next(), "is not known; there are " + new TreeSet<>(MEMBERS));
        }
        FtpPath path = Paths.member(body, "path", place, PathDecoder.Use.FILE);
        return new UploadRequest(
                path,
                length(body.getValue("length")),
                flag(body, "overwrite", true),
                flag(body, "createParents", false));
    }

    private static long length(Object value) {
        if (!(value instanceof Integer || value instanceof Long)
                || ((Number) value).longValue() < 0
                || ((Number) value).longValue() > MOST) {
            throw Connections.fault("length", "has to be the number of bytes, from 0 to " + MOST);
        }
        return ((Number) value).longValue();
    }

    private static boolean flag(JsonObject body, String name, boolean otherwise) {
        if (!(body.getValue(name, otherwise) instanceof Boolean wanted)) {
            throw Connections.fault(name, "has to be true or false");
        }
        return wanted;
    }

    /** Where a part begins, by its header {@code Upload-Offset}; throws {@code request.invalid}. */
    static long offset(Call call) {
        return offset(call.header("upload-offset").orElse(""));
    }

    static long offset(String header) {
        if (!header.matches("[0-9]{1,18}")) {
            String fault = "has to be the offset at which the body begins, in bytes";
            throw Problem.of(BusProblems.BAD_REQUEST, "The header Upload-Offset " + fault + ".")
                    .withField("header:upload-offset", fault)
                    .toException();
        }
        return Long.parseLong(header);
    }
}
