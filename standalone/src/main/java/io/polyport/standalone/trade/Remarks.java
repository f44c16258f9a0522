package io.polyport.standalone.trade;

/** Comments on documents: mostly none, some plain, some that are hard to show. */
final class Remarks {
    private static final int LONG_TEXT = 120;

    private final Words words;
    private final Chance chance;

    Remarks(Words words, long seed) {
        this.words = words;
        this.chance = new Chance(seed);
    }

    String next() {
        int draw = chance.between(0, 99);
        if (draw < 75) {
            return "";
        }
        if (draw < 92) {
            return chance.of(words.list("comments"));
        }
        String tricky = chance.of(words.list("tricky"));
        return draw < 99 ? tricky : (tricky + " ").repeat(LONG_TEXT);
    }
}
