package io.polyport.grpc.transcoding;

import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;

/** A binding with the path that it took. */
public final class BoundCall {
    private final HttpBinding binding;
    private final List<String> path;

    BoundCall(HttpBinding binding, List<String> path) {
        this.binding = binding;
        this.path = path;
    }

    public HttpBinding binding() {
        return binding;
    }

    public MethodDescriptor method() {
        return binding.method();
    }

    /** Whether the request has a body; without one there is no need to read it. */
    public boolean takesBody() {
        return !(binding.body() instanceof BodyRule.None);
    }

    /**
     * @param rawQuery as it was sent, without its question mark; empty when there is none
     * @param ignoreUnknown whether parameters that name no field are passed over instead of refused
     * @throws io.polyport.kit.problem.ProblemException {@link TranscodingProblems#BAD_REQUEST} with every fault of path
     *     and query
     */
    public RequestJson request(String rawQuery, boolean ignoreUnknown) {
        var parameters = new Parameters();
        List<TranscodingFault> faults = new ArrayList<>();
        PathTemplate template = binding.template();
        for (int i = 0; i < binding.fields().size(); i++) {
            PathTemplate.Variable variable = template.variables().get(i);
            FieldPath field = binding.fields().get(i);
            try {
                String raw = template.capture(variable, path);
                String text = template.isSingle(variable) ? Escapes.segment(raw) : Escapes.segments(raw);
                parameters.add(field, ScalarText.of(field.last(), text));
            } catch (Unfit unfit) {
                faults.add(new TranscodingFault("path:" + variable.name(), unfit.words()));
            }
        }
        new QueryReader(binding, ignoreUnknown, parameters, faults).read(rawQuery);
        if (!faults.isEmpty()) {
            throw TranscodingFault.together(faults);
        }
        return new RequestJson(binding, parameters);
    }

    public ResponseJson answer() {
        return new ResponseJson(binding.responseBody());
    }
}
