package io.polyport.ftp.operations;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.listing.EntryHref;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;

/**
 * Entries as callers see them (FT-10).
 *
 * @param base external URL of the connection
 * @param session the charset in which paths are sent
 */
record EntryJson(String base, Charset session) {
    /** @param directory where the entry stands, as the caller named it */
    JsonObject of(FtpPath directory, FtpEntry entry) {
        var json = new JsonObject();
        href(directory, entry).ifPresent(url -> json.put("href", url));
        String parent = directory.toString();
        json.put("name", entry.name())
                .put(
                        "path",
                        parent.isEmpty() || parent.endsWith("/") ? parent + entry.name() : parent + "/" + entry.name())
                .put("type", entry.type().name().toLowerCase(Locale.ROOT));
        if (entry.size() >= 0) {
            json.put("size", entry.size());
        }
        if (entry.modified() != null) {
            json.put("modified", entry.modified().toString());
        }
        put(json, "permissions", entry.permissions());
        put(json, "owner", entry.owner());
        put(json, "group", entry.group());
        put(json, "linkTarget", entry.linkTarget());
        put(json, "raw", entry.raw());
        return json;
    }

    private static void put(JsonObject json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private Optional<String> href(FtpPath directory, FtpEntry entry) {
        var url = new StringBuilder(base).append(entry.type() == FtpEntry.Type.DIRECTORY ? "/directories/" : "/files/");
        if (directory.isAbsolute()) {
            url.append("%2F");
        }
        for (byte[] segment : directory.segments()) {
            url.append(EntryHref.percentEncoded(segment)).append('/');
        }
        return EntryHref.segment(entry.rawName(), session)
                .map(name -> url.append(name).toString());
    }
}
