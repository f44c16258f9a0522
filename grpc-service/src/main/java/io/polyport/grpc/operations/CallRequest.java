package io.polyport.grpc.operations;

import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.MetadataKeys;
import io.polyport.grpc.connections.Connection;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a caller says of a call besides its messages.
 *
 * @param service full name
 * @param metadata headers {@code Grpc-Metadata-*}
 * @param timeout header {@code Grpc-Timeout}
 */
record CallRequest(String service, String method, JsonRules rules, GrpcMetadata metadata, Optional<Duration> timeout) {
    private static final String PREFIX = "grpc-metadata-";
    /** A server may end the whole connection, and with it the calls of others, over longer ones. */
    private static final int MOST_METADATA = 16 * 1024;

    private static final Set<String> OURS = Set.of("ignoreUnknown", "emitDefaults", "originalNames", "duplex");

    static CallRequest of(Call call, Connection connection) {
        return of(call, connection, call.rawArgument("service"), call.rawArgument("method"));
    }

    static CallRequest of(Call call, Connection connection, String service, String method) {
        // Policies name methods as /package.Service/Method.
        call.requireObject("/" + service + "/" + method);
        return new CallRequest(service, method, rules(call), metadata(call, connection.fixedKeys()), timeout(call));
    }

    static JsonRules rules(Call call) {
        var query = call.query();
        return new JsonRules(query.flag("ignoreUnknown"), query.flag("emitDefaults"), query.flag("originalNames"));
    }

    /** The query without what is said to us: the rest names fields of the message. */
    static String ownQuery(Call call) {
        return Arrays.stream(call.envelope().request().query().split("&"))
                .filter(one -> !OURS.contains(one.split("=", 2)[0]))
                .collect(Collectors.joining("&"));
    }

    private static GrpcMetadata metadata(Call call, Set<String> fixed) {
        List<GrpcMetadata.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, String> header : call.envelope().request().headers()) {
            if (header.getKey().startsWith(PREFIX)) {
                try {
                    entries.add(entry(header.getKey().substring(PREFIX.length()), header.getValue(), fixed));
                } catch (IllegalArgumentException wrong) {
                    throw fault(header.getKey(), wrong.getMessage());
                }
            }
        }
        return new GrpcMetadata(entries);
    }

    /** The member {@code metadata}. */
    static GrpcMetadata metadata(Members members, Set<String> fixed) {
        Map<String, String> written = members.texts("metadata");
        long size = 0;
        for (Map.Entry<String, String> one : written.entrySet()) {
            size += one.getKey().length() + one.getValue().length();
        }
        if (size > MOST_METADATA) {
            throw members.fault("metadata", "has " + size + " characters, but at most " + MOST_METADATA + " are sent");
        }
        List<GrpcMetadata.Entry> entries = new ArrayList<>();
        written.forEach((key, value) -> {
            try {
                entries.add(entry(key, value, fixed));
            } catch (IllegalArgumentException wrong) {
                throw members.fault("metadata/" + key, wrong.getMessage());
            }
        });
        return new GrpcMetadata(entries);
    }

    /** Servers that find a key twice may believe the second: what the configuration says stands alone. */
    private static GrpcMetadata.Entry entry(String key, String value, Set<String> fixed) {
        if (fixed.contains(key)) {
            throw new IllegalArgumentException("is set by the configured connection, and can't be set by its callers");
        }
        return MetadataKeys.entry(key, value);
    }

    private static Optional<Duration> timeout(Call call) {
        return call.header("grpc-timeout")
                .map(text -> Times.grpc(text).orElseThrow(() -> fault("grpc-timeout", Times.GRPC_FORM)));
    }

    private static ProblemException fault(String header, String fault) {
        return Problem.of(BusProblems.BAD_REQUEST, "The header '" + header + "' " + fault + ".")
                .withField("header:" + header, fault)
                .toException();
    }
}
