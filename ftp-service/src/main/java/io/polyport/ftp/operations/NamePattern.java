package io.polyport.ftp.operations;

import java.util.regex.Pattern;

/** A pattern of names: {@code *} for any characters, {@code ?} for one. */
record NamePattern(Pattern pattern) {
    static NamePattern of(String text) {
        var regex = new StringBuilder();
        for (char each : text.replaceAll("\\*+", "*").toCharArray()) {
            switch (each) {
                // Possessive where it can be: a name is short, and a pattern may come from anybody.
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(each)));
            }
        }
        return new NamePattern(Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
