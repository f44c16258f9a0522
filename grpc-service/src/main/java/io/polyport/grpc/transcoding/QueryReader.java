package io.polyport.grpc.transcoding;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/**
 * The query of a request: fields that neither path nor body carry, by their names in the schema or in JSON. Parameters
 * whose names begin with {@code $} are none of ours; they are the service's own.
 */
final class QueryReader {
    private static final int MOST_PARAMETERS = 1000;
    private static final int FAULTS_SHOWN = 20;

    private final HttpBinding binding;
    private final boolean ignoreUnknown;
    private final Parameters parameters;
    private final List<TranscodingFault> faults;

    QueryReader(HttpBinding binding, boolean ignoreUnknown, Parameters parameters, List<TranscodingFault> faults) {
        this.binding = binding;
        this.ignoreUnknown = ignoreUnknown;
        this.parameters = parameters;
        this.faults = faults;
    }

    /** Adds to the parameters, and to the faults. */
    void read(String rawQuery) {
        int count = 0;
        for (String pair : rawQuery.split("&")) {
            if (pair.isEmpty() || pair.startsWith("$") || pair.startsWith("%24")) {
                continue;
            }
            if (++count > MOST_PARAMETERS) {
                faults.add(new TranscodingFault("query:", "has more than " + MOST_PARAMETERS + " parameters"));
                return;
            }
            if (faults.size() == FAULTS_SHOWN) {
                return;
            }
            int equals = pair.indexOf('=');
            add(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
    }

    private void add(String rawName, String rawValue) {
        String name = rawName;
        try {
            name = Escapes.query(rawName);
            if (ignoreUnknown && !isKnown(name)) {
                return;
            }
            if (binding.body() instanceof BodyRule.Whole) {
                throw new Unfit("can't be here: all that the path does not carry comes in the body");
            }
            FieldPath path = FieldPath.of(binding.method().getInputType(), name);
            requireFree(path);
            requireText(path.last(), name);
            parameters.add(path, ScalarText.of(path.last(), Escapes.query(rawValue)));
        } catch (Unfit unfit) {
            faults.add(new TranscodingFault("query:" + name, unfit.words()));
        }
    }

    private boolean isKnown(String name) {
        try {
            return !FieldPath.of(binding.method().getInputType(), name).fields().isEmpty();
        } catch (Unfit unknown) {
            return false;
        }
    }

    private void requireFree(FieldPath path) {
        if (binding.fields().contains(path)) {
            throw new Unfit("can't be here: the path carries it");
        }
        if (binding.body() instanceof BodyRule.OneField body && path.startsWith(body.field())) {
            throw new Unfit("can't be here: '" + body.field().getJsonName() + "' comes in the body");
        }
    }

    private static void requireText(FieldDescriptor field, String name) {
        if (field.isMapField()) {
            throw new Unfit("is a map, which a query can't carry");
        }
        if (JsonForm.isText(field)) {
            return;
        }
        if (field.isRepeated() || JsonForm.isOwn(field.getMessageType())) {
            throw new Unfit("is "
                    + (field.isRepeated()
                            ? "a list of messages"
                            : field.getMessageType().getFullName()) + ", which a query can't carry");
        }
        throw new Unfit("is a message: name its fields one by one, as " + name + ".<field>=");
    }
}
