package io.polyport.grpc.catalog;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.ExtensionRegistry;
import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.describe.OpenApi;
import io.polyport.grpc.describe.ServiceView;
import io.polyport.grpc.describe.TypeView;
import io.polyport.grpc.json.JsonFault;
import io.polyport.grpc.json.JsonRules;
import io.polyport.grpc.json.KnownTypes;
import io.polyport.grpc.json.MessageCodec;
import io.polyport.grpc.json.MessageCodecs;
import io.polyport.grpc.json.WireFault;
import io.polyport.grpc.schema.Schema;
import io.polyport.grpc.transcoding.BoundCall;
import io.polyport.grpc.transcoding.HttpBindings;
import io.polyport.grpc.transcoding.RawBody;
import io.polyport.grpc.transcoding.RequestJson;
import io.polyport.grpc.transcoding.ResponseJson;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The methods and types of one schema, ready for calls. Used on one event loop. */
public final class Catalog {
    private static final String STATUS = "google.rpc.Status";
    private static final int MOST_DETAILS = 256 * 1024;
    private static final int MOST_SHOWN = 20;

    private final Schema schema;
    private final int mostMessage;
    private final MessageCodecs codecs;
    private final Map<String, GrpcMethod> methods = new HashMap<>();
    private Future<HttpBindings> bindings;

    /** @param mostMessage bytes that a message may have on the wire; as JSON it may have four times as many */
    public Catalog(Schema schema, int mostMessage) {
        this.schema = schema;
        this.mostMessage = mostMessage;
        this.codecs = new MessageCodecs(new KnownTypes() {
            @Override
            public Descriptor find(String fullName) {
                return schema.message(fullName).orElse(null);
            }

            @Override
            public ExtensionRegistry extensions() {
                return schema.extensions();
            }
        });
    }

    public Schema schema() {
        return schema;
    }

    /** Most bytes of a message. */
    public int mostMessage() {
        return mostMessage;
    }

    /** Most bytes of a JSON value that may become a message, or come of one. */
    public int mostJson() {
        return (int) Math.min(Integer.MAX_VALUE - 64, 4L * mostMessage + 1024);
    }

    /** The method; fails with {@code grpc.unknown-method}. */
    public GrpcMethod method(String service, String name) {
        return methods.computeIfAbsent(service + "/" + name, ignored -> {
            MethodDescriptor found = schema.method(service, name).orElseThrow(() -> unknown(service, name));
            MessageCodec input = codec(found.getInputType());
            MessageCodec output = codec(found.getOutputType());
            return new GrpcMethod(
                    service,
                    name,
                    GrpcMethod.Kind.of(found.isClientStreaming(), found.isServerStreaming()),
                    (json, rules) -> toWire(input, json, rules),
                    (message, rules) -> toJson(output, message, rules));
        });
    }

    private ProblemException unknown(String service, String name) {
        boolean known = schema.service(service).isPresent();
        return GrpcProblems.UNKNOWN_METHOD.toException(
                known
                        ? "The service " + service + " has no method '" + name + "'. GET /{c}/services/" + service
                                + " lists them."
                        : "The connection's schema has no service '" + service
                                + "'. GET /{c}/services lists them; names are full: package.Service.");
    }

    private MessageCodec codec(Descriptor type) {
        return codecs.of(type);
    }

    private Buffer toWire(MessageCodec codec, Buffer json, JsonRules rules) {
        if (json.length() == 0) {
            // Nothing was sent: the message without any field.
            return json;
        }
        try {
            return codec.toWire(json, rules, mostMessage);
        } catch (JsonFault fault) {
            JsonFault.Spot first = fault.spots().getFirst();
            String where = first.path().isEmpty() ? "it" : first.path();
            var problem = Problem.of(
                    BusProblems.BAD_REQUEST,
                    "The message does not fit its type: " + where + " " + first.detail() + ".");
            for (JsonFault.Spot spot : fault.spots().stream().limit(MOST_SHOWN).toList()) {
                problem = problem.withField("body:" + (spot.path().isEmpty() ? "/" : spot.path()), spot.detail());
            }
            throw problem.toException();
        }
    }

    private Buffer toJson(MessageCodec codec, Buffer message, JsonRules rules) {
        try {
            return codec.toJson(message, rules, mostJson());
        } catch (WireFault fault) {
            throw GrpcProblems.MESSAGE_INVALID.toException(
                    "A message of the server can't be told as JSON: " + fault.getMessage() + ".");
        }
    }

    /**
     * The method that an annotated path stands for, ready for this request (GR-29): what path and query say is put into each
     * message. Fails with a problem of {@code TranscodingProblems}.
     *
     * @param path raw, below {@code /{c}/http}
     * @param query raw
     * @param contentType of the request's body, where that may be any bytes; empty when it has none
     */
    public Future<GrpcMethod> annotated(
            Vertx vertx, String httpMethod, String path, String query, JsonRules rules, String contentType) {
        return bindings(vertx).map(all -> {
            BoundCall bound = all.find(httpMethod, path);
            RequestJson request = bound.request(query, rules.ignoreUnknown());
            ResponseJson answer = bound.answer();
            GrpcMethod plain = method(
                    bound.method().getService().getFullName(), bound.method().getName());
            return new GrpcMethod(
                    plain.service(),
                    plain.name(),
                    plain.kind(),
                    bound.binding().takesRawBody()
                            ? new TakesBytes(body -> plain.request().toWire(request.ofRaw(body, contentType), rules))
                            : (json, form) -> plain.request().toWire(request.of(json), form),
                    bound.binding().answersRawBody()
                            ? new AnswersBytes(
                                    message -> answer.raw(plain.answer().toJson(message, JsonRules.USUAL)))
                            : (message, form) -> answer.of(plain.answer().toJson(message, form)));
        });
    }

    private record TakesBytes(UnaryOperator<Buffer> way) implements GrpcMethod.Request {
        @Override
        public Buffer toWire(Buffer body, JsonRules rules) {
            return way.apply(body);
        }

        @Override
        public boolean takesBytes() {
            return true;
        }
    }

    private record AnswersBytes(Function<Buffer, RawBody> way) implements GrpcMethod.Answer {
        @Override
        public Buffer toJson(Buffer message, JsonRules rules) {
            return way.apply(message).data();
        }

        @Override
        public GrpcMethod.Body body(Buffer message, JsonRules rules) {
            RawBody raw = way.apply(message);
            return new GrpcMethod.Body(raw.contentType(), raw.data());
        }
    }

    /** Aside at the first time: a schema may have many thousands of methods. */
    private Future<HttpBindings> bindings(Vertx vertx) {
        if (bindings == null) {
            bindings = aside(vertx, () -> HttpBindings.of(schema.services())).onFailure(failed -> bindings = null);
        }
        return bindings;
    }

    public Future<JsonObject> services(Vertx vertx) {
        return aside(vertx, () -> ServiceView.list(schema.services()));
    }

    /** A service's methods; fails with {@code grpc.unknown-method}. */
    public Future<JsonObject> service(Vertx vertx, String name) {
        var found = schema.service(name).orElseThrow(() -> unknown(name, ""));
        return bindings(vertx).compose(all -> aside(vertx, () -> ServiceView.of(found, all)));
    }

    /** A message's or an enum's fields and JSON Schema; fails with {@code grpc.unknown-type}. */
    public Future<JsonObject> type(Vertx vertx, String name) {
        return aside(
                vertx,
                () -> schema.message(name)
                        .map(TypeView::of)
                        .or(() -> schema.enumeration(name).map(TypeView::of))
                        .orElseThrow(() -> GrpcProblems.UNKNOWN_TYPE.toException("The connection's schema has no type '"
                                + name + "'. Names are full: package.Message.")));
    }

    /** @param url of the connection, as its callers know it */
    public Future<JsonObject> openApi(Vertx vertx, String title, String url) {
        URI at = URI.create(url);
        String origin = at.getScheme() + "://" + at.getRawAuthority();
        return bindings(vertx)
                .compose(all -> aside(vertx, () -> OpenApi.of(title, at.getRawPath(), schema.services(), all)))
                .map(document -> document.put("servers", new JsonArray().add(new JsonObject().put("url", origin))));
    }

    /** The files of the schema, each with its text. */
    public Future<JsonObject> protos(Vertx vertx) {
        return aside(vertx, () -> {
            var files = new JsonObject();
            schema.sources().forEach(source -> files.put(source.name(), source.text()));
            return new JsonObject().put("protos", files);
        });
    }

    /** May take long for a large schema. */
    private static <T> Future<T> aside(Vertx vertx, Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    /**
     * The details of a {@code google.rpc.Status}, each of its type; one of an unknown type with its bytes. What can't be
     * read at all is left out: the status without it is worth more than none.
     */
    public JsonArray details(Buffer status) {
        Optional<Descriptor> type = schema.message(STATUS);
        if (type.isEmpty() || status.length() > MOST_DETAILS) {
            return new JsonArray();
        }
        try {
            Buffer json = codec(type.get()).toJson(status, JsonRules.USUAL, 4 * MOST_DETAILS);
            return new JsonObject(json).getJsonArray("details", new JsonArray());
        } catch (WireFault | io.vertx.core.json.DecodeException unreadable) {
            return new JsonArray();
        }
    }
}
