package io.polyport.standalone.trade;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists of words by name, of which names and texts are made. */
final class Words {
    private static final String FILE = "/demo/words.txt";

    private final Map<String, List<String>> lists;

    private Words(Map<String, List<String>> lists) {
        this.lists = lists;
    }

    static Words read() {
        var lists = new LinkedHashMap<String, List<String>>();
        try (var file = new BufferedReader(
                new InputStreamReader(Words.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            List<String> list = new ArrayList<>();
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                if (line.startsWith("[")) {
                    list = lists.computeIfAbsent(line.substring(1, line.length() - 1), name -> new ArrayList<>());
                } else if (!line.startsWith("#")) {
                    list.add(unescaped(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's words can't be read", e);
        }
        return new Words(lists);
    }

    private static String unescaped(String line) {
        return line.indexOf('\\') < 0 ? line : line.translateEscapes();
    }

    List<String> list(String name) {
        return lists.get(name);
    }
}
