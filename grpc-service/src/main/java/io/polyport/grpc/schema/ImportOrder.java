package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts files after those that they import, without recursion: a chain may be as long as there are files. */
final class ImportOrder {
    /**
     * Deeper than what anybody writes, and less deep than what protobuf-java bears: public imports cost it recursion, and
     * time that grows with the square of their depth.
     */
    private static final int DEEPEST = 200;

    private final Map<String, FileDescriptorProto> files;
    private final Imports imports;
    private final ProblemType fault;
    private final List<String> order = new ArrayList<>();
    /** How long the longest chain of imports is that begins with a file. */
    private final Map<String, Integer> done = new HashMap<>();

    /** The files on the way from where it began, and of each the imports that are still to be looked at. */
    private final Map<String, Iterator<String>> open = new LinkedHashMap<>();

    private final Deque<String> path = new ArrayDeque<>();

    private ImportOrder(Map<String, FileDescriptorProto> files, Imports imports, ProblemType fault) {
        this.files = files;
        this.imports = imports;
        this.fault = fault;
    }

    static List<String> of(Map<String, FileDescriptorProto> files, Imports imports, ProblemType fault) {
        var order = new ImportOrder(files, imports, fault);
        files.keySet().forEach(order::walk);
        return order.order;
    }

    private void walk(String first) {
        enter(first);
        while (!path.isEmpty()) {
            String file = path.peek();
            Iterator<String> left = open.get(file);
            if (left.hasNext()) {
                next(file, left.next());
            } else {
                path.pop();
                open.remove(file);
                done.put(file, depth(file));
                order.add(file);
            }
        }
    }

    private void next(String file, String imported) {
        if (BuiltIns.has(imported)) {
            return;
        }
        if (open.containsKey(imported)) {
            throw failure(fault, file, "imports itself, by way of " + imported);
        }
        if (!files.containsKey(imported)) {
            throw failure(fault, file, "imports " + imported + ", which is not there: give it, too");
        }
        enter(imported);
    }

    private void enter(String file) {
        if (done.containsKey(file)) {
            return;
        }
        path.push(file);
        open.put(file, imports.of(files.get(file)).iterator());
    }

    private int depth(String file) {
        int depth = 1
                + imports.of(files.get(file)).stream()
                        .mapToInt(imported -> done.getOrDefault(imported, 0))
                        .max()
                        .orElse(0);
        if (depth > DEEPEST) {
            throw failure(fault, file, "begins a chain of more than " + DEEPEST + " imports");
        }
        return depth;
    }

    static ProblemException failure(ProblemType type, String name, String what) {
        return Problem.of(type, "The file " + name + " " + what + ".")
                .withField("protos/" + name, what)
                .toException();
    }
}
