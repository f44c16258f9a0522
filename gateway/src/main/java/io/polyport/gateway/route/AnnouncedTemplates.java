package io.polyport.gateway.route;

import io.polyport.kit.bus.Announcement;
import io.polyport.kit.bus.ErrorTemplates;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How services want problems told. Of instances that want it differently, as in a rolling update, the one that was heard
 * first counts for as long as it lives: callers see one form, and not now this one, now that.
 */
final class AnnouncedTemplates {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedTemplates.class);

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /**
     * As announced by one instance, and as read; nothing when it can't be read.
     *
     * @param differing the templates of another instance that were told of last
     */
    private record Known(
            String instance, JsonObject announced, Optional<ErrorTemplates> read, Optional<JsonObject> differing) {}

    /** Also of a service that has left, because just then there is a problem to tell. */
    Optional<ErrorTemplates> of(String service) {
        Known found = known.get(service);
        return found == null ? Optional.empty() : found.read();
    }

    /** @param lives whether an instance still lives; on one event loop only */
    void learn(Announcement announcement, Predicate<String> lives) {
        JsonObject announced = announcement.templates();
        Known before = known.get(announcement.name());
        boolean same = before != null && before.announced().equals(announced);
        boolean holds =
                before != null && !before.instance().equals(announcement.instance()) && lives.test(before.instance());
        if (same) {
            known.put(announcement.name(), holds ? before : held(announcement, before.read()));
        } else if (holds) {
            differs(announcement, before);
        } else {
            known.put(announcement.name(), held(announcement, read(announcement)));
        }
    }

    private static Known held(Announcement announcement, Optional<ErrorTemplates> read) {
        return new Known(announcement.instance(), announcement.templates(), read, Optional.empty());
    }

    private void differs(Announcement announcement, Known before) {
        Optional<JsonObject> differing = Optional.of(announcement.templates());
        if (!before.differing().equals(differing)) {
            known.put(announcement.name(), new Known(before.instance(), before.announced(), before.read(), differing));
            LOG.atWarn()
                    .addKeyValue("service", announcement.name())
                    .addKeyValue("instance", announcement.instance())
                    .addKeyValue("counts", before.instance())
                    .log(
                            "two instances of a service announce different templates for problems; the first one's count while it lives");
        }
    }

    private static Optional<ErrorTemplates> read(Announcement announcement) {
        try {
            return ErrorTemplates.fromJson(announcement.templates());
        } catch (IllegalArgumentException unusable) {
            LOG.atWarn()
                    .addKeyValue("service", announcement.name())
                    .addKeyValue("instance", announcement.instance())
                    .addKeyValue("fault", unusable.getMessage())
                    .log("a service's templates for problems can't be used");
            return Optional.empty();
        }
    }
}
