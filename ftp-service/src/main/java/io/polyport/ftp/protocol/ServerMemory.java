package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.FtpTls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What servers have told of themselves at earlier logins, for a while, so that the next login need not ask again. Belongs to
 * one event loop. It forgets the servers that were not asked about for longest, and each at the first sign that it is no
 * longer what it was.
 */
final class ServerMemory {
    static final Duration LASTS = Duration.ofMinutes(10);
    private static final int MOST = 1_000;

    private final LongSupplier nanos;
    private final Map<Place, ServerTraits> places = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, ServerTraits> eldest) {
            return size() > MOST;
        }
    };

    /** Whom one meets there may differ from user to user, and with the way that leads there and how far it is trusted. */
    private record Place(String host, int port, String user, FtpDialect dialect, FtpRoute route, FtpTls tls) {
        static Place of(FtpSettings settings) {
            return new Place(
                    settings.host(),
                    settings.port(),
                    settings.user(),
                    settings.dialect(),
                    settings.route(),
                    settings.tls());
        }
    }

    /** @param nanos a clock like {@link System#nanoTime} */
    ServerMemory(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * What is known of a server that has just said this; null when nothing is. Another greeting than the last one is another
     * server, or another version of it.
     */
    ServerTraits of(FtpSettings settings, String welcome) {
        var place = Place.of(settings);
        var traits = places.get(place);
        if (traits == null) {
            return null;
        }
        boolean fresh = nanos.getAsLong() - traits.since() < LASTS.toNanos();
        if (fresh && traits.isValid() && traits.welcome().equals(welcome)) {
            return traits;
        }
        places.remove(place);
        return null;
    }

    /**
     * What a server has just told.
     *
     * @param utf8 the code of the reply to OPTS UTF8 ON, 0 when that was not sent
     * @param certain whether it will say the same next time; else the next login asks again
     */
    ServerTraits learn(FtpSettings settings, String welcome, ServerFeatures features, int utf8, boolean certain) {
        var known = of(settings, welcome);
        if (known != null && known.features().lines().equals(features.lines()) && known.utf8() == utf8) {
            // Of logins that began together: what one of them finds out later holds for all.
            return known;
        }
        var traits = new ServerTraits(welcome, features, utf8, nanos.getAsLong());
        if (certain) {
            places.put(Place.of(settings), traits);
        }
        return traits;
    }

    void forget(FtpSettings settings) {
        places.remove(Place.of(settings));
    }
}
