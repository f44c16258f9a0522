package io.polyport.odata.format;

import io.polyport.odata.problem.ODataException;
import io.vertx.core.buffer.Buffer;

/** Errors as callers get them (OD-30; seed 003 17.2.1.10): the inner code is text in both formats. */
public final class ErrorDocument {
    private ErrorDocument() {}

    /** @param language {@code ru} or {@code en} */
    public static Buffer of(ODataException problem, Representation format, String language) {
        String code = Integer.toString(problem.code().code());
        Escapes escapes = format.isJson() ? Escapes.JSON : Escapes.XML_TEXT;
        return Buffer.buffer(text(format, code, language, escapes.of(problem.text(language))));
    }

    /** How whoever else answers for us writes an error: {@code {code}}, {@code {lang}} and {@code {detail}} are to be filled in. */
    public static String template(Representation format) {
        return text(format, "{code}", "{lang}", "{detail}");
    }

    private static String text(Representation format, String code, String language, String escaped) {
        return format.isJson()
                ? """
                {
                "odata.error": {
                "code": "%s",
                "message": {
                "lang": "%s",
                "value": "%s"
                }
                }
                }""".formatted(code, language, escaped)
                : Names.XML + """

                <m:error xmlns:m="%s">
                <m:code>%s</m:code>
                <m:message>%s</m:message>
                </m:error>""".formatted(Names.METADATA, code, escaped);
    }
}
