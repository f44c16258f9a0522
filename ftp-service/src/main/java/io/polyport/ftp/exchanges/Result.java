package io.polyport.ftp.exchanges;

import java.util.Locale;

/** What a look or a run has come to, when it did not fail. */
record Result(Outcome outcome, String detail) {
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

    static final Result NOTHING = new Result(Outcome.NOTHING, "");

    static Result of(Outcome outcome, String detail) {
        return new Result(outcome, detail);
    }

    Result or(Result other) {
        return other.outcome.compareTo(outcome) > 0 ? other : this;
    }
}
