package io.polyport.odata.problem;

/** The inner error codes of the standard OData interface with the status that each usually has (seed 003 17.2.1.10, OD-30). */
public enum InnerCode {
    INTERNAL(-1, 500),
    NOT_SUPPORTED(0, 501),
    UNREADABLE_STRING(1, 400),
    BAD_FORMAT(2, 400),
    REPRESENTATION_NOT_SUPPORTED(3, 406),
    BAD_PROPERTY_VALUE(4, 400),
    VALUE_MISSING(5, 400),
    BAD_URL(6, 400),
    KEY_PART_MISSING(7, 400),
    TYPE_NOT_FOUND(8, 404),
    ENTITY_NOT_FOUND(9, 404),
    PROPERTY_NOT_FOUND(10, 400),
    METHOD_NOT_FOUND(11, 400),
    ARGUMENT_MISSING(12, 400),
    ROWS_NOT_CREATED(13, 400),
    BAD_OPTION(14, 400),
    KEY_EXISTS(15, 400),
    NOT_ASSIGNABLE(16, 400),
    NO_LOAD_MODE(17, 400),
    DUPLICATE_PROPERTIES(18, 500),
    METHOD_NOT_ALLOWED(19, 405),
    ACCESS_DENIED(20, 401),
    BAD_ARGUMENTS(21, 400);

    private final int code;
    private final int status;

    InnerCode(int code, int status) {
        this.code = code;
        this.status = status;
    }

    public int code() {
        return code;
    }

    public int status() {
        return status;
    }
}
