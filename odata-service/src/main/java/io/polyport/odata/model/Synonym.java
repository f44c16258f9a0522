package io.polyport.odata.model;

import java.util.Map;

/**
 * What people call a thing.
 *
 * @param byLanguage text by language ({@code ru}, {@code en})
 */
public record Synonym(String name, Map<String, String> byLanguage) {
    public Synonym {
        byLanguage = Map.copyOf(byLanguage);
    }

    /** The text in a language, else the Russian one, else the name itself. */
    public String in(String language) {
        String text = byLanguage.get(language);
        return text != null ? text : byLanguage.getOrDefault("ru", name);
    }
}
