package io.polyport.ftp.exchanges;

import java.util.Locale;
import java.util.Optional;

/**
 * What a look or a run has come to, when it did not fail.
 *
 * @param setback of files that are tried again by themselves, while all went well with others
 */
record Result(Outcome outcome, String detail, Optional<Throwable> setback) {
    /** The later ones say more than the earlier ones. */
    enum Outcome {
        /** There is no file. */
        NOTHING,
        /** It was tried once and is not tried again by itself. */
        GAVE_UP,
        /** A file or flag on our side is not consumed yet. */
        WAITING,
        /** A file may still be written. */
        SETTLING,
        DONE;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static final Result NOTHING = new Result(Outcome.NOTHING, "", Optional.empty());

    static Result of(Outcome outcome, String detail) {
        return new Result(outcome, detail, Optional.empty());
    }

    Result with(Throwable failure) {
        return new Result(outcome, detail, Optional.of(failure));
    }

    Result or(Result other) {
        return other.outcome.compareTo(outcome) > 0 ? other : this;
    }
}
