package io.polyport.ftp.transfers;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of a file that the target has already. */
public enum Overwrite {
    /** It stays, and the source's is skipped. */
    NEVER,
    ALWAYS,
    /** It is replaced when the source's is younger, or one of the servers does not tell how old its file is. */
    NEWER;

    /** As callers say it in JSON: {@code true}, {@code false} or {@code "newer"}. */
    public Object word() {
        return switch (this) {
            case NEVER -> false;
            case ALWAYS -> true;
            case NEWER -> "newer";
        };
    }

    /** Empty for any other value. */
    public static Optional<Overwrite> of(Object word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
