package io.polyport.grpc.transcoding;

import java.util.List;

/**
 * A path template of {@code google/api/http.proto}, as it was written and in its parts.
 *
 * @param text as the annotation has it
 * @param segments from left to right, those within variables among them
 * @param variables in the order of their places
 * @param verb what follows the last colon of the last segment, empty when there is none
 */
public record PathTemplate(String text, List<Segment> segments, List<Variable> variables, String verb) {
    /** What a segment takes: its own text, any one segment, or any number of them. */
    public enum Kind {
        LITERAL,
        ONE,
        REST
    }

    /** @param text of a literal, its percent escapes decoded */
    public record Segment(Kind kind, String text) {}

    /**
     * @param name path of the field, {@code book.name}
     * @param from index of its first segment
     * @param to index after its last segment
     */
    public record Variable(String name, int from, int to) {}

    public PathTemplate {
        segments = List.copyOf(segments);
        variables = List.copyOf(variables);
    }

    /** Whether the variable takes one segment only, all of whose escapes are then decoded. */
    public boolean isSingle(Variable variable) {
        return variable.to() == variable.from() + 1
                && segments.get(variable.from()).kind() != Kind.REST;
    }

    /** Index of the {@code **}, the number of segments when there is none. */
    int rest() {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).kind() == Kind.REST) {
                return i;
            }
        }
        return segments.size();
    }

    /** What the variable takes of the raw segments of a path that this template matches; still encoded. */
    String capture(Variable variable, List<String> path) {
        int rest = rest();
        int more = path.size() - segments.size();
        int from = variable.from() <= rest ? variable.from() : variable.from() + more;
        int to = variable.to() <= rest ? variable.to() : variable.to() + more;
        return String.join("/", path.subList(from, to));
    }
}
