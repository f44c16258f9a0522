package io.polyport.kit.runtime;

/** What a program says to the person who started it, beside its log. */
public final class Terminal {
    private Terminal() {}

    public static void print(String text) {
        System.out.println(text);
    }
}
