package io.polyport.ftp.operations;

import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes from {@code first} to {@code last}, both included, of a file of {@code size} bytes (RFC 9110 §14).
 */
record ByteRange(long first, long last, long size) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * The range that a header asks for. Empty for what RFC 9110 says to ignore: another unit, several ranges, nonsense.
     * Fails with {@code ftp.range-not-satisfiable} when it begins beyond the end.
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher range = SINGLE.matcher(header.trim());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            long suffix = Long.parseLong(range.group(2));
            if (suffix == 0 || size == 0) {
                throw notSatisfiable(size);
            }
            return Optional.of(new ByteRange(Math.max(0, size - suffix), size - 1, size));
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
        if (first >= size) {
            throw notSatisfiable(size);
        }
        return last < first ? Optional.empty() : Optional.of(new ByteRange(first, last, size));
    }

    private static RuntimeException notSatisfiable(long size) {
        return Problem.of(
                        FtpProblems.RANGE,
                        "The file has " + size + " bytes; ask for a range that begins before its end.")
                .with("size", size)
                .toException();
    }

    long length() {
        return last - first + 1;
    }

    boolean endsWithFile() {
        return last == size - 1;
    }

    /** The value of Content-Range. */
    String contentRange() {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
