package io.polyport.odata.publications;

import io.polyport.odata.model.Model;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What is published at one time, and what was made of it. Any thread may ask. */
final class Shown {
    private static final int MOST_PARTS = 200;

    /** Of documents that are kept. */
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    private final Choice choice;
    private final Function<Model, View> make;
    private final View view;
    private final Map<List<String>, View> parts = new ConcurrentHashMap<>();
    private final Descriptions descriptions = new Descriptions(MOST_BYTES);

    Shown(Choice choice, Model whole, Function<Model, View> make) {
        this.choice = choice;
        this.make = make;
        this.view = make.apply(whole.published(choice.objects()));
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
        View part = make.apply(view.model()
                .published(objects.stream()
                        .map(pattern -> pattern.startsWith("/") ? pattern.substring(1) : pattern)
                        .toList()));
        // A bound, should policies make many of them; then some are made anew each time.
        if (parts.size() < MOST_PARTS) {
            parts.put(objects, part);
        }
        return part;
    }
}
