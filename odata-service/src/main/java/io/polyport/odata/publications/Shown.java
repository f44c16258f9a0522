package io.polyport.odata.publications;

import io.polyport.kit.bus.ObjectPattern;
import io.polyport.odata.model.Model;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** What is published at one time, and what was made of it. Any thread may ask. */
final class Shown {
    private static final int MOST_PARTS = 200;

    /** Of documents that are kept. */
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    private final Choice choice;
    private final Model whole;
    private final BiFunction<Model, Model, View> make;
    private final View view;
    private final Map<List<String>, View> parts = new ConcurrentHashMap<>();
    private final Descriptions descriptions = new Descriptions(MOST_BYTES);

    /** @param make of the model that presentations may speak of, and the model that clients see */
    Shown(Choice choice, Model whole, BiFunction<Model, Model, View> make) {
        this.choice = choice;
        this.whole = whole;
        this.make = make;
        this.view = make.apply(whole, whole.published(choice.objects()));
    }

    Choice choice() {
        return choice;
    }

    View view() {
        return view;
    }

    Descriptions descriptions() {
        return descriptions;
    }

    /** @param objects patterns as policies have them; empty for all */
    View part(List<String> objects) {
        if (objects.isEmpty()) {
            return view;
        }
        View known = parts.get(objects);
        if (known != null) {
            return known;
        }
        View part = make.apply(
                whole.part(name -> isAllowed(objects, name)), view.model().part(name -> isAllowed(objects, name)));
        // A bound, should policies make many of them; then some are made anew each time.
        if (parts.size() < MOST_PARTS) {
            parts.put(objects, part);
        }
        return part;
    }

    private static boolean isAllowed(List<String> objects, String name) {
        return objects.stream().anyMatch(pattern -> ObjectPattern.matches(pattern, "/" + name));
    }
}
