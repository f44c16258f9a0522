package io.polyport.odata.publications;

import java.util.List;

/**
 * Which objects of its model a publication shows (OD-6).
 *
 * @param objects patterns of resource names, as {@link io.polyport.odata.model.Model#published} takes them
 */
public record Choice(List<String> objects, By by) {
    public Choice {
        objects = List.copyOf(objects);
    }

    /** Who chose; an administrator's choice outweighs the configuration's, which outweighs the model's. */
    public enum By {
        ADMINISTRATOR,
        CONFIGURATION,
        MODEL
    }
}
