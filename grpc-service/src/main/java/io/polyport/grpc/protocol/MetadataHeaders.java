package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcMetadata;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Metadata as HTTP/2 headers: keys that end with {@code -bin} travel in base64, several values may share a line. */
final class MetadataHeaders {
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getDecoder();
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]+");

    private MetadataHeaders() {}

    /** Adds the metadata to a request; reserved keys are left out, whoever put them there. */
    static void write(GrpcMetadata metadata, MultiMap headers) {
        for (var entry : metadata.entries()) {
            if (!ReservedMetadata.isReserved(entry.key())) {
                headers.add(entry.key(), text(entry));
            }
        }
    }

    private static String text(GrpcMetadata.Entry entry) {
        return switch (entry) {
            case GrpcMetadata.Text text -> text.value();
            case GrpcMetadata.Bytes bytes ->
                ENCODER.encodeToString(bytes.value().getBytes());
        };
    }

    /** What of the headers is the server's own metadata; what can't be such (no base64, no ASCII) is left out. */
    static GrpcMetadata read(MultiMap headers) {
        if (headers.isEmpty()) {
            return GrpcMetadata.NONE;
        }
        var entries = new ArrayList<GrpcMetadata.Entry>();
        headers.forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (!ReservedMetadata.isReserved(key) && KEY.matcher(key).matches()) {
                add(entries, key, value);
            }
        });
        return entries.isEmpty() ? GrpcMetadata.NONE : new GrpcMetadata(entries);
    }

    private static void add(List<GrpcMetadata.Entry> entries, String key, String value) {
        if (!key.endsWith("-bin")) {
            if (isPrintable(value)) {
                entries.add(new GrpcMetadata.Text(key, value));
            }
            return;
        }
        for (String one : COMMA.split(value, -1)) {
            bytes(one).ifPresent(bytes -> entries.add(new GrpcMetadata.Bytes(key, bytes)));
        }
    }

    /** The bytes of base64 with or without its padding; empty when it is none. */
    static Optional<Buffer> bytes(String base64) {
        try {
            return Optional.of(Buffer.buffer(DECODER.decode(base64.strip())));
        } catch (IllegalArgumentException _noBase64) {
            return Optional.empty();
        }
    }

    /** Names and values together; what the limit of metadata counts. */
    static long size(MultiMap headers) {
        long size = 0;
        for (var header : headers) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    static Optional<String> contentType(MultiMap headers) {
        return Optional.ofNullable(headers.get(HttpHeaders.CONTENT_TYPE));
    }

    private static boolean isPrintable(String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
