/**
 * Protobuf's JSON mapping (protobuf.dev/programming-guides/json): JSON into wire bytes and back, driven by descriptors, without
 * generated code and without a message object in between. Begin at {@link io.polyport.grpc.json.MessageCodec}.
 *
 * <p>JSON to wire: {@code JsonToWire} (fields), {@code JsonForms} (Google's own types), {@code JsonScalars}. Wire to JSON:
 * {@code WireToJson}, {@code WireMaps}, {@code WireForms}, {@code WireScalars}; bytes that can't be written as JSON in one go
 * (a list in pieces, a field twice, two members of a oneof, a map key twice) are put in order by {@code Tidy} and read again.
 *
 * <p>Protobuf's own JsonFormat is the measure, with these differences, which tests show:
 *
 * <ul>
 *   <li>JSON has to be JSON: one value, in UTF-8, no name twice, no half of a surrogate pair. A string has to be a string, and
 *       a boolean true or false without quotes. A FieldMask has paths that come back as they were.
 *   <li>A number that is too large for a float or double is refused in each of its forms; {@code -0.0} stays what it is.
 *   <li>An Any of a type that the schema does not know is written as {@code {"@type": …, "value": "<base64>"}} and refused when
 *       it is read. Members of an Any that its type does not have are unknown fields.
 *   <li>In a map of a closed enum, an entry with an unknown number is left out.
 *   <li>Fields that are written for their default value come after the others. Maps are in the order of the wire.
 *   <li>Extensions are {@code [full.name]} in both directions. MessageSet, the format before extensions, is not known.
 *   <li>Messages nest at most 100 deep; a Value in JSON counts once for each level, on the wire (as everywhere in protobuf)
 *       each of its messages counts.
 * </ul>
 */
package io.polyport.grpc.json;
