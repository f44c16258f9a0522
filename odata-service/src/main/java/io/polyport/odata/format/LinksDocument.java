package io.polyport.odata.format;

import io.polyport.odata.plan.Reading;
import io.polyport.odata.rows.Row;

/** The address of the one entity that a navigation property leads to (OD-14; OData v3 URL conventions, addressing links). */
public final class LinksDocument {
    private LinksDocument() {}

    /**
     * @param reading its key is that of the entity
     * @param base the publication's root as the caller sees it, without a slash at the end
     */
    public static void write(Representation format, Reading reading, Row row, String base, Output output) {
        var address = EntityAddress.of(reading.set(), reading.key())
                .orElseThrow(() -> new IllegalStateException(reading.set().name() + " has no addresses"));
        var out = new Utf8Output(output);
        if (format.isJson()) {
            out.raw("{\n");
            if (format != Representation.JSON_NONE) {
                out.raw("\"odata.metadata\": \"");
                Escapes.JSON.write(base + "/$metadata#" + reading.set().name() + "/$links", out);
                out.raw("\",\n");
            }
            out.raw("\"url\": \"");
            Escapes.JSON.write(base + '/', out);
            address.write(row, out);
            out.raw("\"\n}");
        } else {
            out.raw(Names.XML + "<uri xmlns=\"" + Names.DATA + "\">");
            Escapes.XML_TEXT.write(base + '/', out);
            address.write(row, out);
            out.raw("</uri>");
        }
        out.end();
    }
}
