package io.polyport.odata.format;

/** The tags of one property's element, encoded beforehand. */
final class XmlElement {
    private final byte[] open;
    private final byte[] close;
    private final byte[] empty;
    private final byte[] missing;

    /**
     * @param before what stands before each of the tags that begin a line: a line end and tabs
     * @param name with prefix, {@code d:Code}
     * @param attributes with a space before each
     */
    XmlElement(String before, String name, String attributes) {
        open = Utf8Output.utf8(before + '<' + name + attributes + '>');
        close = Utf8Output.utf8("</" + name + '>');
        empty = Utf8Output.utf8(before + '<' + name + attributes + "/>");
        missing = Utf8Output.utf8(before + '<' + name + attributes + " m:null=\"true\"/>");
    }

    static String attribute(String name, String value) {
        return ' ' + name + "=\"" + Escapes.XML_ATTRIBUTE.of(value) + '"';
    }

    void open(Utf8Output out) {
        out.raw(open);
    }

    void close(Utf8Output out) {
        out.raw(close);
    }

    void empty(Utf8Output out) {
        out.raw(empty);
    }

    /** The value is null. */
    void missing(Utf8Output out) {
        out.raw(missing);
    }

    void text(byte[] utf8, Utf8Output out) {
        if (utf8.length == 0) {
            empty(out);
        } else {
            open(out);
            Escapes.XML_TEXT.write(utf8, out);
            close(out);
        }
    }
}
