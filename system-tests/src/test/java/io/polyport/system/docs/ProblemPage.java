package io.polyport.system.docs;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.polyport.kit.problem.ProblemType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every kind of problem that the programs know, wherever it is declared, as one page. */
final class ProblemPage {
    private static final Map<String, String> SECTIONS = Map.ofEntries(
            Map.entry("bus", "Between the programs"),
            Map.entry("connection", "Opened connections"),
            Map.entry("egress", "Servers that callers name themselves"),
            Map.entry("ftp", "FTP service"),
            Map.entry("gateway", "Gateway"),
            Map.entry("grpc", "gRPC service"),
            Map.entry("management", "Management port"),
            Map.entry("odata", "OData service"),
            Map.entry("polyport", "Faults of ours"),
            Map.entry("request", "What was sent"),
            Map.entry("state", "Kept state"));

    private ProblemPage() {}

    /** A problem's kind and the class that declares it. */
    record Declared(ProblemType type, String where) {}

    /** Every constant of the type in the house, by code; the tests' own are left out. */
    static Map<String, List<Declared>> all() {
        Map<String, List<Declared>> byCode = new TreeMap<>();
        for (var house : new ClassFileImporter().importPackages("io.polyport")) {
            String room = house.getPackageName();
            if (room.startsWith("io.polyport.kit.fixtures") || room.startsWith("io.polyport.system")) {
                continue;
            }
            house.getFields().stream()
                    .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                    .filter(field -> field.getRawType().isEquivalentTo(ProblemType.class))
                    .forEach(field -> byCode.computeIfAbsent(value(field).code(), code -> new ArrayList<>())
                            .add(new Declared(value(field), house.getName() + "." + field.getName())));
            if (house.getSimpleName().endsWith("Problems")) {
                house.getFields().stream()
                        .filter(field -> field.getRawType().isEquivalentTo(Map.class))
                        .forEach(field -> mapped(field)
                                .forEach(type -> byCode.computeIfAbsent(type.code(), code -> new ArrayList<>())
                                        .add(new Declared(type, house.getName() + "." + field.getName()))));
            }
        }
        return byCode;
    }

    /** Kinds that stand in a table by something else, such as by a status of the protocol. */
    private static List<ProblemType> mapped(JavaField declared) {
        return ((Map<?, ?>) read(declared))
                .values().stream()
                        .filter(ProblemType.class::isInstance)
                        .map(ProblemType.class::cast)
                        .toList();
    }

    private static ProblemType value(JavaField declared) {
        return (ProblemType) read(declared);
    }

    private static Object read(JavaField declared) {
        try {
            Field field = declared.reflect();
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(declared.getFullName(), closed);
        }
    }

    static String text() {
        var page = new StringBuilder("""
                # Problems

                Written by the code (`make docs`); don't edit.

                What goes wrong is answered as `application/problem+json` (RFC 9457): `type` is `urn:polyport:problem:<code>`,
                `code` is for programs and never changes its meaning, `detail` says what is special about this one and what to
                do next, `errors` names faulty fields, `retryAfter` (and the header `Retry-After`) tells the seconds after which
                asking again makes sense, `requestId` is what to search the logs for.
                """);
        String section = "";
        for (var declared : all().values()) {
            ProblemType type = declared.getFirst().type();
            String prefix = type.code().substring(0, type.code().indexOf('.'));
            if (!prefix.equals(section)) {
                section = prefix;
                page.append("\n## ")
                        .append(SECTIONS.getOrDefault(prefix, prefix))
                        .append(" (`")
                        .append(prefix);
                page.append(".…`)\n\n| code | status | what | what to do |\n|---|---|---|---|\n");
            }
            page.append("| `").append(type.code()).append("` | ").append(type.status());
            page.append(" | ").append(cell(type.title()));
            page.append(" | ").append(cell(type.advice())).append(" |\n");
        }
        return page.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
