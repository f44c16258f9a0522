package io.polyport.ftp.protocol;

import io.polyport.ftp.ChecksumAlgorithm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lines of a reply to FEAT (RFC 2389), in their order. */
final class ServerFeatures {
    static final ServerFeatures NONE = new ServerFeatures(List.of());

    private final List<String> lines;
    private final List<String> capitals;
    private final Map<ChecksumAlgorithm, String> checksums;

    private ServerFeatures(List<String> lines) {
        this.lines = List.copyOf(lines);
        this.capitals =
                lines.stream().map(line -> line.toUpperCase(Locale.ROOT)).toList();
        this.checksums = Collections.unmodifiableMap(ServerChecksums.known(this.lines));
    }

    static ServerFeatures of(Reply reply) {
        if (reply.code() != 211 || reply.lines().size() <= 2) {
            return NONE;
        }
        var lines = new ArrayList<String>();
        for (int i = 1; i < reply.lines().size() - 1; i++) {
            lines.add(Reply.printable(reply.line(i)).strip());
        }
        return new ServerFeatures(lines);
    }

    List<String> lines() {
        return lines;
    }

    /** The algorithms of sums that the server makes, the strongest first, each with the command for it. */
    Map<ChecksumAlgorithm, String> checksums() {
        return checksums;
    }

    /** Whether a line is this name, in capitals, or begins with it and a blank. */
    boolean has(String feature) {
        for (String line : capitals) {
            if (line.startsWith(feature)
                    && (line.length() == feature.length() || line.charAt(feature.length()) == ' ')) {
                return true;
            }
        }
        return false;
    }
}
