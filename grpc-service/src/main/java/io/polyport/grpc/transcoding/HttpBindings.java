package io.polyport.grpc.transcoding;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.polyport.kit.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The annotated paths of a schema. A path that ends in {@code :verb} is looked for with that verb first, and then as it
 * stands; for the order among templates see {@link TemplateTree}. Two bindings of the same template and HTTP method: the
 * first one has it, the second is a fault. Immutable once made; shared by all event loops.
 */
public final class HttpBindings {
    private static final int MOST_BINDINGS = 20_000;
    /** Of all templates together; each may have a place of its own in a tree. */
    private static final int MOST_SEGMENTS = 100_000;

    private static final int MOST_FAULTS = 1000;

    private final List<HttpBinding> all = new ArrayList<>();
    private final List<BindingFault> faults = new ArrayList<>();
    private final Map<String, TemplateTree> byVerb = new HashMap<>();
    private int segments;

    private HttpBindings() {}

    /** Those of all methods of the services; what can't work is left out and told in {@link #faults()}. */
    public static HttpBindings of(List<ServiceDescriptor> services) {
        var bindings = new HttpBindings();
        for (ServiceDescriptor service : services) {
            for (MethodDescriptor method : service.getMethods()) {
                var read = BindingReader.read(method);
                read.faults().forEach(bindings::fault);
                read.bindings().forEach(bindings::add);
            }
        }
        return bindings;
    }

    private void add(HttpBinding binding) {
        if (all.size() == MOST_BINDINGS) {
            fault(binding, "is left out: there are more than " + MOST_BINDINGS + " annotated paths");
            return;
        }
        segments += 1 + binding.template().segments().size();
        if (segments > MOST_SEGMENTS) {
            fault(binding, "is left out: all annotated paths together are too long");
            return;
        }
        TemplateTree tree = byVerb.computeIfAbsent(binding.template().verb(), ignored -> new TemplateTree());
        try {
            Optional<HttpBinding> before = tree.add(binding);
            before.ifPresentOrElse(
                    first -> fault(
                            binding,
                            "is left out: " + first.method().getFullName() + " has " + first.httpMethod() + " '"
                                    + first.template().text() + "', which takes the same paths"),
                    () -> all.add(binding));
        } catch (Unfit unfit) {
            fault(binding, unfit.words());
        }
    }

    private void fault(HttpBinding binding, String words) {
        MethodDescriptor method = binding.method();
        fault(new BindingFault(
                method.getService().getFullName(),
                method.getName(),
                "'" + binding.template().text() + "' " + words));
    }

    private void fault(BindingFault fault) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(fault);
        }
    }

    /**
     * @param httpMethod HEAD finds what GET does where it has nothing of its own
     * @param rawPath below {@code /{c}/http}, as it was sent: {@code /v1/shelves/1/books/a%2Fb:archive}
     * @throws io.polyport.kit.problem.ProblemException {@link TranscodingProblems#NO_SUCH_PATH}, or
     *     {@link TranscodingProblems#OTHER_METHOD} with the member {@code allow}
     */
    public BoundCall find(String httpMethod, String rawPath) {
        Set<String> others = TemplateTree.noOthers();
        return lookUp(httpMethod, rawPath, others)
                .or(() -> httpMethod.equals("HEAD") && others.contains("GET")
                        ? lookUp("GET", rawPath, others)
                        : Optional.empty())
                .orElseThrow(() -> others.isEmpty()
                        ? TranscodingProblems.NO_SUCH_PATH.toException()
                        : Problem.of(TranscodingProblems.OTHER_METHOD)
                                .with("allow", String.join(", ", others))
                                .toException());
    }

    /** In the order of the schema. */
    public List<HttpBinding> all() {
        return List.copyOf(all);
    }

    /** What was left out, and why; the first thousand. */
    public List<BindingFault> faults() {
        return List.copyOf(faults);
    }

    private Optional<BoundCall> lookUp(String httpMethod, String rawPath, Set<String> others) {
        if (!rawPath.isEmpty() && !rawPath.startsWith("/")) {
            return Optional.empty();
        }
        String last = rawPath.substring(rawPath.lastIndexOf('/') + 1);
        int colon = last.lastIndexOf(':');
        if (colon >= 0) {
            String before = rawPath.substring(0, rawPath.length() - last.length() + colon);
            var found = find(httpMethod, before, decoded(last.substring(colon + 1)), others);
            if (found.isPresent()) {
                return found;
            }
        }
        return find(httpMethod, rawPath, "", others);
    }

    private Optional<BoundCall> find(String httpMethod, String rawPath, String verb, Set<String> others) {
        TemplateTree tree = byVerb.get(verb);
        if (tree == null) {
            return Optional.empty();
        }
        List<String> raw =
                rawPath.length() <= 1 ? List.of() : List.of(rawPath.substring(1).split("/", -1));
        List<String> path = raw.stream().map(HttpBindings::decoded).toList();
        return tree.find(httpMethod, path, others).map(binding -> new BoundCall(binding, raw));
    }

    /** For literals only; what is broken equals none, and is told when it is a variable's. */
    private static String decoded(String raw) {
        try {
            return Escapes.segment(raw);
        } catch (Unfit broken) {
            return raw;
        }
    }
}
