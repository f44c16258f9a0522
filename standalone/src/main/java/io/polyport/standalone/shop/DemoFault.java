package io.polyport.standalone.shop;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;

/** Why a call of the demo server ends without what was asked for: a status with one detail. */
final class DemoFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String TYPES = "type.googleapis.com/google.rpc.";

    private final GrpcStatus status;
    private final transient JsonObject detail;

    private DemoFault(GrpcStatus status, String message, JsonObject detail) {
        super(message, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    /** With a google.rpc.BadRequest. */
    static DemoFault badField(String field, String description) {
        var violation = new JsonObject().put("field", field).put("description", description);
        return new DemoFault(
                GrpcStatus.INVALID_ARGUMENT,
                field + " " + description,
                new JsonObject().put("@type", TYPES + "BadRequest").put("fieldViolations", JsonArray.of(violation)));
    }

    /** With a google.rpc.ErrorInfo. */
    static DemoFault outOfStock(String article, int asked, int inStock) {
        return new DemoFault(
                GrpcStatus.FAILED_PRECONDITION,
                "of '" + article + "' there are only " + inStock,
                new JsonObject()
                        .put("@type", TYPES + "ErrorInfo")
                        .put("reason", "OUT_OF_STOCK")
                        .put("domain", "shop.demo.polyport")
                        .put(
                                "metadata",
                                new JsonObject()
                                        .put("article", article)
                                        .put("asked", String.valueOf(asked))
                                        .put("inStock", String.valueOf(inStock))));
    }

    GrpcStatus status() {
        return status;
    }

    /** The google.rpc.Status, in JSON. */
    JsonObject json() {
        return new JsonObject()
                .put("code", status.code)
                .put("message", getMessage())
                .put("details", JsonArray.of(detail));
    }
}
