package io.polyport.grpc.json;

/**
 * What a caller may choose of the mapping.
 *
 * @param ignoreUnknown fields (and names of enum values) that the schema does not know are passed over instead of refused
 * @param emitDefaults fields without presence (proto3's plain fields, lists, maps) are written with their default value
 * @param originalNames JSON is written with the names of the .proto file instead of {@code json_name}; both are read always
 */
public record JsonRules(boolean ignoreUnknown, boolean emitDefaults, boolean originalNames) {
    /** As a caller gets it who asks for nothing. */
    public static final JsonRules USUAL = new JsonRules(false, false, false);
}
