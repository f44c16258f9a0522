package io.polyport.grpc.schema;

import io.polyport.kit.problem.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which names protos may have. They become files of a private folder and arguments of the compiler, so only such are
 * taken as can be neither a way out of it nor an option.
 */
final class ProtoNames {
    private static final int LONGEST = 255;
    private static final int MOST_FAULTS = 100;
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_.+~ -]+");

    private ProtoNames() {}

    /** Fails with {@link SchemaProblems#PROTO_NAME}, one field for each name that can't be used. */
    static void check(Collection<String> names) {
        var problem = Problem.of(SchemaProblems.PROTO_NAME);
        var folders = folders(names);
        var spelled = new HashMap<String, String>();
        for (String name : names) {
            Optional<String> fault = fault(name);
            String other = spelled.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (fault.isEmpty() && other != null) {
                fault = Optional.of(
                        other.equals(name)
                                ? "is there twice"
                                : "differs from " + other + " by upper and lower case only, which not every file system"
                                        + " can tell apart");
            }
            if (fault.isEmpty() && folders.contains(name)) {
                fault = Optional.of("is a folder of another one, too");
            }
            if (fault.isPresent() && problem.errors().size() < MOST_FAULTS) {
                problem = problem.withField("protos/" + shortened(name), fault.get());
            }
        }
        if (!problem.errors().isEmpty()) {
            throw problem.toException();
        }
    }

    private static Set<String> folders(Collection<String> names) {
        var folders = new HashSet<String>();
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
                folders.add(name.substring(0, slash));
                if (slash > LONGEST) {
                    break;
                }
            }
        }
        return folders;
    }

    /** What is wrong with a name; empty: nothing. */
    static Optional<String> fault(String name) {
        if (name.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        if (!name.endsWith(".proto")) {
            return Optional.of("must end with .proto");
        }
        if (name.startsWith("/") || name.startsWith("-")) {
            return Optional.of("must begin with a letter, a digit or _");
        }
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return Optional.of("must have no segment that is empty, '.' or '..'");
            }
            if (!SEGMENT.matcher(segment).matches() || segment.startsWith(" ") || segment.endsWith(" ")) {
                return Optional.of("may have only A-Z a-z 0-9 _ . + ~ - and spaces inside, with '/' between folders");
            }
        }
        return Optional.empty();
    }

    private static String shortened(String name) {
        return name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
    }
}
