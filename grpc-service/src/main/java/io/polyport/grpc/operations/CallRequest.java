package io.polyport.grpc.operations;

import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.MetadataKeys;
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
    private static final Set<String> OURS = Set.of("ignoreUnknown", "emitDefaults", "originalNames", "duplex");

    static CallRequest of(Call call) {
        return of(call, call.rawArgument("service"), call.rawArgument("method"));
    }

    static CallRequest of(Call call, String service, String method) {
        // Policies name methods as /package.Service/Method.
        call.requireObject("/" + service + "/" + method);
        return new CallRequest(service, method, rules(call), metadata(call), timeout(call));
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

    static GrpcMetadata metadata(Call call) {
        List<GrpcMetadata.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, String> header : call.envelope().request().headers()) {
            if (header.getKey().startsWith(PREFIX)) {
                entries.add(entry(header.getKey().substring(PREFIX.length()), header));
            }
        }
        return new GrpcMetadata(entries);
    }

    private static GrpcMetadata.Entry entry(String key, Map.Entry<String, String> header) {
        try {
            return MetadataKeys.entry(key, header.getValue());
        } catch (IllegalArgumentException wrong) {
            throw fault(header.getKey(), wrong.getMessage());
        }
    }

    static GrpcMetadata metadata(Map<String, String> written, Members members) {
        List<GrpcMetadata.Entry> entries = new ArrayList<>();
        written.forEach((key, value) -> {
            try {
                entries.add(MetadataKeys.entry(key, value));
            } catch (IllegalArgumentException wrong) {
                throw members.fault("metadata/" + key, wrong.getMessage());
            }
        });
        return new GrpcMetadata(entries);
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
