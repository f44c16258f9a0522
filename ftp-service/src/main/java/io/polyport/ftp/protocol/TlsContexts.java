package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpTls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What TLS is made of, for each kind of trust, and what was learned about servers; one for all event loops. */
public final class TlsContexts {
    private final Map<FtpTls.Trust, TlsContext> loaded = new ConcurrentHashMap<>();
    private final TlsMemory memory = new TlsMemory();

    /**
     * Reads the files, off the event loop. Fails with {@code ftp.certificate-unusable}, which says what is wrong with
     * which file.
     */
    public Future<Void> load(Vertx vertx, Collection<FtpTls.Trust> trusts) {
        return vertx.executeBlocking(() -> {
            trusts.forEach(trust -> blocking(vertx, trust));
            return null;
        });
    }

    /** On the caller's event loop; the files are read at the first time only. */
    Future<TlsContext> of(Vertx vertx, FtpTls.Trust trust) {
        TlsContext ready = loaded.get(trust);
        return ready != null ? Future.succeededFuture(ready) : vertx.executeBlocking(() -> blocking(vertx, trust));
    }

    TlsMemory memory() {
        return memory;
    }

    private TlsContext blocking(Vertx vertx, FtpTls.Trust trust) {
        return loaded.computeIfAbsent(trust, absent -> TlsContext.load(vertx, absent));
    }
}
