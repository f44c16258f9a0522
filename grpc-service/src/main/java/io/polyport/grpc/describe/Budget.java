package io.polyport.grpc.describe;

/** How large one description may still become, in characters: a schema comes from whoever opened the connection. */
final class Budget {
    private static final int MOST = 8 << 20;

    /** What the JSON around a name takes, about. */
    private static final int FRAME = 80;

    private int left;

    private Budget(int most) {
        this.left = most;
    }

    static Budget full() {
        return new Budget(MOST);
    }

    /** @throws io.polyport.kit.problem.ProblemException {@link DescribeProblems#TOO_LARGE} when it is used up */
    void take(String text) {
        left -= FRAME + text.length();
        if (left < 0) {
            throw DescribeProblems.TOO_LARGE.toException("The description would have more than " + (MOST >> 20)
                    + " MiB. " + DescribeProblems.TOO_LARGE.advice());
        }
    }
}
