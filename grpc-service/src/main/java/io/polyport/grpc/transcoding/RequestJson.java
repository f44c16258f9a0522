package io.polyport.grpc.transcoding;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the JSON of a message out of a body and of what path and query carry. What the path carries wins over the body,
 * as with other gateways: {@code http.proto} says that it is no part of the body at all. Bodies pass token by token; no
 * tree is made of them.
 */
public final class RequestJson {
    private final HttpBinding binding;
    private final Parameters parameters;

    RequestJson(HttpBinding binding, Parameters parameters) {
        this.binding = binding;
        this.parameters = parameters;
    }

    /**
     * The JSON of one message in proto3's mapping. For a method that takes a stream: called with each record of the body,
     * what the path carries is put into each.
     *
     * @param body of the request, whole; empty or white space when there is none
     * @throws io.polyport.kit.problem.ProblemException {@link TranscodingProblems#BAD_REQUEST}
     */
    public Buffer of(Buffer body) {
        boolean blank = isBlank(body);
        if (!blank && binding.body() instanceof BodyRule.None) {
            throw new TranscodingFault("body:", "can't be here: this method takes its fields from path and query")
                    .alone();
        }
        // What is wrong with it then, the codec finds.
        if (!blank && binding.body() instanceof BodyRule.Whole && parameters.isEmpty()) {
            return body;
        }
        var out = new ByteArrayOutputStream(body.length() + 256);
        try (JsonGenerator json = Streams.generator(out)) {
            if (blank) {
                parameters.writeObject(json);
            } else {
                read(body, json);
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return Buffer.buffer(out.toByteArray());
    }

    private static boolean isBlank(Buffer body) {
        for (int i = 0; i < body.length(); i++) {
            byte at = body.getByte(i);
            if (at != ' ' && at != '\n' && at != '\r' && at != '\t') {
                return false;
            }
        }
        return true;
    }

    private void read(Buffer body, JsonGenerator json) throws IOException {
        try (JsonParser parser = Streams.parser(body)) {
            parser.nextToken();
            if (binding.body() instanceof BodyRule.OneField one) {
                inField(one.field(), parser, json);
            } else {
                merge(parameters, parser, json, "");
            }
            if (parser.nextToken() != null) {
                throw new TranscodingFault("body:", "has more than one JSON value").alone();
            }
        } catch (StreamConstraintsException tooMuch) {
            throw new TranscodingFault("body:", "is nested too deeply, or has a name or number that is too long")
                    .alone();
        } catch (JsonParseException broken) {
            var place = broken.getLocation();
            throw new TranscodingFault(
                            "body:", "is no JSON at line " + place.getLineNr() + ", column " + place.getColumnNr())
                    .alone();
        } catch (IOException unreadable) {
            throw new TranscodingFault("body:", "is no JSON in UTF-8, or has half of a surrogate pair").alone();
        }
    }

    private void inField(FieldDescriptor field, JsonParser parser, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName(field.getJsonName());
        Optional<Parameters> inside = parameters.nested(field);
        if (inside.isPresent()) {
            merge(inside.get(), parser, json, "");
        } else if (parameters.field(field.getName()).isPresent()) {
            throw new TranscodingFault("body:", "can't be here: the path carries it").alone();
        } else {
            Streams.copy(parser, json);
        }
        parameters.write(json, Set.of(field));
        json.writeEndObject();
    }

    /** The object at the parser's place with the parameters in it; null counts as an empty one. */
    private static void merge(Parameters into, JsonParser parser, JsonGenerator json, String pointer)
            throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            into.writeObject(json);
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new TranscodingFault("body:" + pointer, "has to be an object: the path or query puts fields into it")
                    .alone();
        }
        var written = new HashSet<FieldDescriptor>();
        json.writeStartObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            requireNoRival(into, name, pointer);
            parser.nextToken();
            Optional<FieldDescriptor> field = into.field(name);
            if (field.isEmpty()) {
                json.writeFieldName(name);
                Streams.copy(parser, json);
            } else if (into.nested(field.get()).isPresent()) {
                json.writeFieldName(name);
                merge(into.nested(field.get()).get(), parser, json, pointer + "/" + name);
                written.add(field.get());
            } else {
                parser.skipChildren();
            }
        }
        into.write(json, written);
        json.writeEndObject();
    }

    private static void requireNoRival(Parameters into, String name, String pointer) {
        Optional<FieldDescriptor> rival = into.rival(name);
        if (rival.isPresent()) {
            throw new TranscodingFault(
                            "body:" + pointer + "/" + name,
                            "is of the oneof '"
                                    + rival.get().getRealContainingOneof().getName()
                                    + "', of which the path or query sets another field")
                    .alone();
        }
    }
}
