package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.listing.ListingSettings;
import io.polyport.ftp.listing.ListingStream;
import io.vertx.core.Future;
import java.util.List;

/** Directories as the service reads them. */
final class Listed {
    private Listed() {}

    /** On the session's event loop, in the server's order. */
    static Future<List<FtpEntry>> entries(OnLoop loop, FtpSession session, FtpPath directory) {
        return session.list(directory).compose(listing -> {
            var settings = ListingSettings.of(
                    listing, session.info().system(), session.info().charset());
            return new ListingStream(loop.vertx, listing.lines(), settings).all();
        });
    }

    /** From outside, sorted. */
    static List<String> names(OnLoop loop, FtpSession session, FtpPath directory) {
        return loop.call(() -> entries(loop, session, directory)).stream()
                .map(FtpEntry::name)
                .sorted()
                .toList();
    }
}
