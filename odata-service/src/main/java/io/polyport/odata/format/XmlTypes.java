package io.polyport.odata.format;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The JSON text of a {@code StandardODATA.TypeDescription} as elements. */
final class XmlTypes {
    private XmlTypes() {}

    /** @param element of the property, with its type */
    static void write(String json, String before, XmlElement element, Utf8Output out) {
        if (json.isEmpty()) {
            element.missing(out);
            return;
        }
        element.open(out);
        for (var member : new JsonObject(json)) {
            value(before, member.getKey(), member.getValue(), out);
        }
        out.raw(before);
        element.close(out);
    }

    private static void value(String before, String name, Object value, Utf8Output out) {
        String inner = before + '\t';
        switch (value) {
            case null -> new XmlElement(inner, "d:" + name, "").missing(out);
            case JsonObject object -> {
                var element =
                        new XmlElement(inner, "d:" + name, XmlElement.attribute("m:type", Names.NAMESPACE + name));
                element.open(out);
                object.forEach(member -> value(inner, member.getKey(), member.getValue(), out));
                out.raw(inner);
                element.close(out);
            }
            case JsonArray array -> {
                var element =
                        new XmlElement(inner, "d:" + name, XmlElement.attribute("m:type", "Collection(Edm.String)"));
                element.open(out);
                array.forEach(one -> value(inner, "element", one, out));
                out.raw(inner);
                element.close(out);
            }
            default -> new XmlElement(inner, "d:" + name, "").text(Utf8Output.utf8(value.toString()), out);
        }
    }
}
