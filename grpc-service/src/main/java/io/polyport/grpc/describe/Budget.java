package io.polyport.grpc.describe;

/** How large one description may still become, in characters: a schema comes from whoever opened the connection. */
final class Budget {
    private static final int MOST = 8 << 20;

    /** What the JSON around a name takes, about. */
    private static final int FRAME = 80;

    /** What an operation has beside names: answers, media types, references. */
    private static final int OPERATION = 1200;

    private int left;

    private Budget(int most) {
        this.left = most;
    }

    static Budget full() {
        return new Budget(MOST);
    }

    /** @throws io.polyport.kit.problem.ProblemException {@link DescribeProblems#TOO_LARGE} when it is used up */
    void take(String text) {
        take(FRAME + text.length());
    }

    /** As {@link #take}, for an operation of an OpenAPI document. */
    void takeOperation(String text) {
        take(OPERATION + text.length());
    }

    private void take(int characters) {
        left -= characters;
        if (left < 0) {
            throw DescribeProblems.TOO_LARGE.toException("The description would have more than " + (MOST >> 20)
                    + " MiB. " + DescribeProblems.TOO_LARGE.advice());
        }
    }
}
