package io.polyport.grpc.transcoding;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The bindings of one method, out of its annotation. */
final class BindingReader {
    private static final Pattern HTTP_METHOD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}|\\*");
    private static final int MOST_ADDITIONAL = 1000;
    private static final ExtensionRegistry ANNOTATIONS = annotations();

    private final MethodDescriptor method;
    private final List<HttpBinding> bindings = new ArrayList<>();
    private final List<BindingFault> faults = new ArrayList<>();

    private BindingReader(MethodDescriptor method) {
        this.method = method;
    }

    static BindingReader read(MethodDescriptor method) {
        var reader = new BindingReader(method);
        try {
            reader.rule().ifPresent(reader::rules);
        } catch (InvalidProtocolBufferException broken) {
            reader.fault("the annotation google.api.http is no google.api.HttpRule");
        }
        return reader;
    }

    List<HttpBinding> bindings() {
        return bindings;
    }

    List<BindingFault> faults() {
        return faults;
    }

    private static ExtensionRegistry annotations() {
        var registry = ExtensionRegistry.newInstance();
        registry.add(AnnotationsProto.http);
        return registry;
    }

    /**
     * Whoever linked the schema may have known the extension, by its class or by its descriptor, or not at all: the bytes
     * are the same.
     */
    private Optional<HttpRule> rule() throws InvalidProtocolBufferException {
        var options = MethodOptions.parseFrom(method.getOptions().toByteString(), ANNOTATIONS);
        return options.hasExtension(AnnotationsProto.http)
                ? Optional.of(options.getExtension(AnnotationsProto.http))
                : Optional.empty();
    }

    private void rules(HttpRule rule) {
        bind(rule);
        if (rule.getAdditionalBindingsCount() > MOST_ADDITIONAL) {
            fault("it has more than " + MOST_ADDITIONAL + " additional bindings; the others are left out");
        }
        for (HttpRule more :
                rule.getAdditionalBindingsList().stream().limit(MOST_ADDITIONAL).toList()) {
            bind(more);
            if (more.getAdditionalBindingsCount() > 0) {
                fault("an additional binding has additional bindings itself; those are left out");
            }
        }
    }

    private void bind(HttpRule rule) {
        try {
            bindings.add(binding(rule));
        } catch (Unfit unfit) {
            fault(unfit.words());
        }
    }

    private void fault(String words) {
        faults.add(new BindingFault(method.getService().getFullName(), method.getName(), words));
    }

    private HttpBinding binding(HttpRule rule) {
        String path = path(rule);
        try {
            String httpMethod = httpMethod(rule);
            PathTemplate template = TemplateParser.parse(path);
            BodyRule body = body(rule.getBody(), httpMethod);
            List<FieldPath> fields = template.variables().stream()
                    .map(variable -> variable(variable.name()))
                    .toList();
            requireForm(body, fields);
            requireApart(fields);
            return new HttpBinding(method, httpMethod, template, fields, body, responseBody(rule.getResponseBody()));
        } catch (Unfit unfit) {
            throw new Unfit("'" + path + "' " + unfit.words());
        }
    }

    private static String path(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            case CUSTOM -> rule.getCustom().getPath();
            case PATTERN_NOT_SET ->
                throw new Unfit("a binding has no path: none of get, put, post, delete, patch, custom");
        };
    }

    private static String httpMethod(HttpRule rule) {
        if (rule.getPatternCase() != HttpRule.PatternCase.CUSTOM) {
            return rule.getPatternCase().name();
        }
        String kind = rule.getCustom().getKind();
        if (!HTTP_METHOD.matcher(kind).matches()) {
            throw new Unfit("has the custom kind '" + kind + "', which is no HTTP method");
        }
        return kind;
    }

    private FieldPath variable(String name) {
        try {
            FieldPath path = FieldPath.of(method.getInputType(), name);
            FieldDescriptor field = path.last();
            if (field.isRepeated()) {
                throw new Unfit("is repeated or a map, which a path can't carry");
            }
            if (!JsonForm.isText(field)) {
                throw new Unfit("is a message, which a path can't carry");
            }
            return path;
        } catch (Unfit unfit) {
            throw new Unfit("has the variable '" + name + "', which " + unfit.words());
        }
    }

    private BodyRule body(String body, String httpMethod) {
        if (method.isClientStreaming() && !body.equals("*")) {
            throw new Unfit("is of a method that takes a stream: only body: \"*\" is supported for those");
        }
        if (body.isEmpty()) {
            return new BodyRule.None();
        }
        if (httpMethod.equals("GET") || httpMethod.equals("HEAD")) {
            throw new Unfit("has a body although it is of " + httpMethod + ", which has none");
        }
        return body.equals("*")
                ? new BodyRule.Whole()
                : new BodyRule.OneField(own(method.getInputType(), body, "body"));
    }

    private Optional<FieldDescriptor> responseBody(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(own(method.getOutputType(), name, "response_body"));
    }

    private static FieldDescriptor own(Descriptor message, String name, String what) {
        FieldDescriptor field = message.findFieldByName(name);
        if (field == null) {
            throw new Unfit("has " + what + " '" + name + "', which is no field of " + message.getFullName());
        }
        if (JsonForm.isOwn(message)) {
            throw new Unfit("has " + what + " '" + name + "', but " + message.getFullName() + " has no fields in JSON");
        }
        return field;
    }

    private void requireForm(BodyRule body, List<FieldPath> fields) {
        boolean own = JsonForm.isOwn(method.getInputType());
        if (own && !(body instanceof BodyRule.Whole && fields.isEmpty())) {
            throw new Unfit("is of a method that takes " + method.getInputType().getFullName()
                    + ", which has no fields in JSON: only body: \"*\" without variables is supported");
        }
    }

    /** Two variables of one oneof could never both be set; and no variable may lie within another. */
    private static void requireApart(List<FieldPath> fields) {
        var together = new Parameters();
        for (FieldPath field : fields) {
            together.add(field, new JsonScalar("", true));
        }
    }
}
