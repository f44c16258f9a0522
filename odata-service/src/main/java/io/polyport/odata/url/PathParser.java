package io.polyport.odata.url;

import io.polyport.odata.problem.ODataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the decoded path behind the publication's root. Segments are cut where the syntax ends them, since a key or a
 * condition may hold slashes (OD-10 to OD-16).
 */
final class PathParser {
    private static final String SPACES = " \t\r\n";
    private static final List<String> LAST = List.of("/$count", "/$value");

    private final String path;
    private final Limits limits;
    private final Place place = Place.path();
    private int at;

    PathParser(String path, Limits limits) {
        this.path = path;
        this.limits = limits;
    }

    Resource resource() {
        slashes();
        if (at == path.length()) {
            return new Resource.ServiceDocument();
        }
        if (follows('$')) {
            return system();
        }
        String name = name();
        return FunctionParameters.isUnbound(name) ? function(name) : set(name);
    }

    private Resource system() {
        int from = at;
        String word = system(at);
        at += word.length();
        Resource resource = switch (word) {
            case "$metadata" -> new Resource.Metadata();
            case "$batch" -> new Resource.Batch();
            default -> throw unknown(from, word, "$metadata, $batch");
        };
        end("за " + word + " в пути ничего не стоит", "nothing follows " + word + " in the path");
        return resource;
    }

    private Resource function(String name) {
        spaces();
        List<Resource.Argument> arguments = follows('(') ? arguments(name) : List.of();
        end("за функцией " + name + " в пути ничего не стоит", "nothing follows the function " + name + " in the path");
        return new Resource.Function(name, arguments);
    }

    private Resource set(String name) {
        spaces();
        Optional<Resource.Key> key = follows('(') ? key() : Optional.empty();
        var steps = new ArrayList<Resource.Step>();
        for (spaces(); at < path.length(); spaces()) {
            if (!follows('/')) {
                throw place.fault(at, "ожидался знак / или конец пути", "expected / or the end of the path");
            }
            slashes();
            if (at < path.length()) {
                steps.add(step());
                new Guard(limits).levels(steps.size());
            }
        }
        return new Resource.Set(name, key, steps);
    }

    private Optional<Resource.Key> key() {
        if (closedAtOnce()) {
            return Optional.empty();
        }
        var parser = new KeyParser(path, at + 1, place, limits);
        var key = parser.key();
        at = parser.end();
        return Optional.of(key);
    }

    /** Passes {@code ()}. */
    private boolean closedAtOnce() {
        int next = Characters.skip(path, at + 1, path.length(), SPACES);
        boolean closed = next < path.length() && path.charAt(next) == ')';
        if (closed) {
            at = next + 1;
        }
        return closed;
    }

    private Resource.Step step() {
        if (follows('$')) {
            return systemStep();
        }
        String name = name();
        spaces();
        return follows('(') ? new Resource.Step.Call(name, arguments(name)) : new Resource.Step.Name(name);
    }

    private Resource.Step systemStep() {
        int from = at;
        String word = system(at);
        at += word.length();
        switch (word) {
            case "$count", "$value" -> {
                end("за " + word + " в пути ничего не стоит", "nothing follows " + word + " in the path");
                return word.equals("$count") ? new Resource.Step.Count() : new Resource.Step.Value();
            }
            case "$links" -> {
                if (!follows('/')) {
                    throw place.fault(
                            at,
                            "за $links ожидалось / и имя навигационного свойства",
                            "expected / and the name of a navigation property behind $links");
                }
                at++;
                return new Resource.Step.Links(name());
            }
            default -> throw unknown(from, word, "$count, $value, $links");
        }
    }

    private ODataException unknown(int position, String word, String known) {
        String shown = Place.shown(word);
        return place.fault(
                position,
                "сегмент пути " + shown + " не найден; здесь могут стоять " + known,
                "there is no segment " + shown + "; here may stand " + known);
    }

    private List<Resource.Argument> arguments(String function) {
        int open = at;
        if (closedAtOnce()) {
            return List.of();
        }
        int closing = closing();
        if (closing <= open) {
            throw Place.arguments()
                    .fault(
                            open,
                            "скобка не закрыта: за скобкой, закрывающей параметры функции, стоит конец пути или /$count",
                            "the parenthesis is not closed: behind the one that closes the parameters of a function stands"
                                    + " the end of the path or /$count");
        }
        at = closing + 1;
        return new ArgumentParser(path, open + 1, closing, function, limits).arguments();
    }

    /** The parenthesis that ends the last call of the path: conditions hold others, so it is looked for from behind. */
    private int closing() {
        int end = withoutSpaces(path.length());
        while (end > 0 && path.charAt(end - 1) == '/') {
            end = withoutSpaces(end - 1);
        }
        for (var last : LAST) {
            if (path.startsWith(last, end - last.length())) {
                end = withoutSpaces(end - last.length());
            }
        }
        return end > 0 && path.charAt(end - 1) == ')' ? end - 1 : -1;
    }

    private int withoutSpaces(int end) {
        int last = end;
        while (last > 0 && SPACES.indexOf(path.charAt(last - 1)) >= 0) {
            last--;
        }
        return last;
    }

    private void end(String russian, String english) {
        spaces();
        slashes();
        if (at < path.length()) {
            throw place.fault(at, russian, english);
        }
    }

    private String system(int from) {
        return path.substring(from, Characters.nameEnd(path, from + 1));
    }

    private String name() {
        int from = at;
        if (at < path.length() && Characters.beginsName(path.charAt(at))) {
            at = Characters.nameEnd(path, at);
            return path.substring(from, at);
        }
        throw place.fault(from, "ожидалось имя из букв, цифр и _", "expected a name of letters, digits and _");
    }

    private boolean follows(char wanted) {
        return at < path.length() && path.charAt(at) == wanted;
    }

    /** Several are one: clients put the root and the path together with a slash of each (OD-32). */
    private void slashes() {
        at = Characters.skip(path, at, path.length(), "/");
    }

    private void spaces() {
        at = Characters.skip(path, at, path.length(), SPACES);
    }
}
