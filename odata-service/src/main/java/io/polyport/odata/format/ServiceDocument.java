package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;

/** The list of sets that the publication's root shows (OD-10; seed 003 17.2.1.7). */
public final class ServiceDocument {
    private ServiceDocument() {}

    /**
     * @param model what is published
     * @param base the publication's root as the caller sees it, without a slash at the end
     */
    public static void write(Representation format, Model model, String base, Output output) {
        var out = new Utf8Output(output);
        if (format.isJson()) {
            json(format, model, base, out);
        } else {
            atom(model, base, out);
        }
        out.end();
    }

    /** The link to the metadata has no {@code $metadata}, as 1C:Enterprise's has none. */
    private static void json(Representation format, Model model, String base, Utf8Output out) {
        out.put('{');
        out.fresh = true;
        if (format != Representation.JSON_NONE) {
            JsonObject.text("odata.metadata", base, out);
        }
        JsonObject.name(JsonObject.prefix("value"), out);
        out.put('[');
        boolean first = true;
        for (EntitySet set : model.sets()) {
            out.raw(first ? "\n{" : ",\n{");
            first = false;
            out.fresh = true;
            JsonObject.text("name", set.name(), out);
            JsonObject.text("url", set.name(), out);
            JsonObject.end(out);
        }
        out.raw(first ? "]" : "\n]");
        JsonObject.end(out);
    }

    /** The base has no slash at the end, unlike that of data: so it is in 1C:Enterprise. */
    private static void atom(Model model, String base, Utf8Output out) {
        out.raw(Names.XML + "\n<service" + XmlElement.attribute("xmlns", Names.APP)
                + XmlElement.attribute("xmlns:atom", Names.ATOM) + XmlElement.attribute("xml:base", base)
                + ">\n<workspace>\n<atom:title>Default</atom:title>");
        for (EntitySet set : model.sets()) {
            out.raw("\n<collection" + XmlElement.attribute("href", set.name()) + ">\n<atom:title>"
                    + Escapes.XML_TEXT.of(set.name()) + "</atom:title>\n</collection>");
        }
        out.raw("\n</workspace>\n</service>");
    }
}
