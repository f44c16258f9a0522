package io.polyport.odata.publications;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Documents that take long to make, kept while they all together are not too large; those that were not asked for longest
 * go first. Any thread may ask.
 */
final class Descriptions {
    private final long most;

    /** Whoever was asked for last stands last. */
    private final Map<View, Future<Buffer>> documents = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /** @param most bytes of all that are kept */
    Descriptions(long most) {
        this.most = most;
    }

    /** The view's document; one that is being made already is waited for. */
    Future<Buffer> of(View view, Supplier<Future<Buffer>> make) {
        Future<Buffer> made;
        synchronized (this) {
            var known = documents.get(view);
            if (known != null) {
                return known;
            }
            made = make.get();
            documents.put(view, made);
        }
        made.onComplete(done -> weigh(view, made));
        return made;
    }

    private synchronized void weigh(View view, Future<Buffer> made) {
        if (made.failed()) {
            documents.remove(view, made);
            return;
        }
        bytes += made.result().length();
        for (Iterator<Future<Buffer>> oldest = documents.values().iterator(); bytes > most && oldest.hasNext(); ) {
            var one = oldest.next();
            // The one that was just made stays, however large: it would be made for each caller.
            if (one.succeeded() && one != made) {
                bytes -= one.result().length();
                oldest.remove();
            }
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
