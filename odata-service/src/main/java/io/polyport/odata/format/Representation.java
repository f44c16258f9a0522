package io.polyport.odata.format;

/** The formats in which data can be had (OD-20; seed 003 17.2.1.7). */
public enum Representation {
    ATOM,
    /** {@code application/json;odata=minimalmetadata}, what {@code json} alone means. */
    JSON_MINIMAL,
    JSON_FULL,
    JSON_NONE;

    /** The response header that every answer carries, beside {@code Content-Type}. */
    public static final String VERSION_HEADER = "DataServiceVersion";

    public static final String VERSION = "3.0";
    /** Of {@code $metadata}, which has no other form. */
    public static final String METADATA_TYPE = "application/xml;charset=utf-8";
    /** Of {@code /$count}. */
    public static final String COUNT_TYPE = "text/plain";
    /** Of {@code /$value}, where the value is no stream with a type of its own. */
    public static final String TEXT_TYPE = "text/plain;charset=utf-8";

    private static final String JSON_TYPE = "application/json;charset=utf-8";

    /** What a document is about; Atom has a media type for each. */
    public enum Kind {
        SET,
        ENTITY,
        /** A property, a virtual table, links, the service document, an error. */
        OTHER
    }

    public boolean isJson() {
        return this != ATOM;
    }

    /** The value of {@code Content-Type}, as 1C:Enterprise writes it. */
    public String contentType(Kind kind) {
        if (isJson()) {
            return JSON_TYPE;
        }
        return switch (kind) {
            case SET -> "application/atom+xml;type=feed;charset=utf-8";
            case ENTITY -> "application/atom+xml;type=entry;charset=utf-8";
            case OTHER -> "application/xml;charset=utf-8";
        };
    }
}
