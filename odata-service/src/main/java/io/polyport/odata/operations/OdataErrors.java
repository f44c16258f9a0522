package io.polyport.odata.operations;

import io.polyport.kit.bus.ErrorTemplates;
import io.polyport.odata.format.ErrorDocument;
import io.polyport.odata.format.Representation;
import io.polyport.odata.problem.InnerCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the gateway tells its own problems on a publication's paths: in OData's form, with inner codes (OD-30). */
public final class OdataErrors {
    private static final String JSON = Representation.JSON_MINIMAL.contentType(Representation.Kind.OTHER);
    private static final String XML = Representation.ATOM.contentType(Representation.Kind.OTHER);

    private OdataErrors() {}

    public static ErrorTemplates templates() {
        Map<String, ErrorTemplates.Told> told = new LinkedHashMap<>();
        told.put("400", as(InnerCode.BAD_FORMAT));
        told.put("401", as(InnerCode.ACCESS_DENIED));
        // A right that is missing is told as 1C:Enterprise tells it (OD-29); other refusals keep their status.
        told.put("gateway.forbidden", new ErrorTemplates.Told(code(InnerCode.ACCESS_DENIED), 401));
        told.put("request.forbidden-object", new ErrorTemplates.Told(code(InnerCode.ACCESS_DENIED), 401));
        told.put("403", as(InnerCode.ACCESS_DENIED));
        told.put("404", as(InnerCode.TYPE_NOT_FOUND));
        told.put("405", as(InnerCode.METHOD_NOT_ALLOWED));
        told.put("414", as(InnerCode.BAD_URL));
        told.put("*", as(InnerCode.INTERNAL));
        return new ErrorTemplates(
                Map.of(
                        JSON,
                        ErrorDocument.template(Representation.JSON_MINIMAL),
                        XML,
                        ErrorDocument.template(Representation.ATOM)),
                XML,
                Optional.of("$format"),
                Map.of(
                        "json", JSON,
                        "application/json", JSON,
                        "text/json", JSON,
                        "atom", XML,
                        "xml", XML,
                        "application/atom+xml", XML,
                        "application/xml", XML,
                        "text/xml", XML),
                told);
    }

    private static ErrorTemplates.Told as(InnerCode code) {
        return ErrorTemplates.Told.as(code(code));
    }

    private static String code(InnerCode code) {
        return Integer.toString(code.code());
    }
}
