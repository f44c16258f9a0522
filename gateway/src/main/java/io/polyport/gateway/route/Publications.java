package io.polyport.gateway.route;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.identity.Way;
import io.polyport.gateway.policy.PolicyRequest;
import io.polyport.gateway.publication.Kind;
import io.polyport.gateway.publication.PublicationConfig;
import io.polyport.gateway.publication.SeparatorConfig;
import io.polyport.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** To which publication a path belongs: the one with the longest base path of those that it fits (GW-2, GW-8). */
public final class Publications {
    public static final Publications NONE = new Publications(Map.of());

    private record Published(String name, PublicationConfig config, List<String> base) {}

    private final List<Published> longestFirst;
    private final Map<String, String> prefixes = new HashMap<>();
    private final int longest;

    /** @param configured the publications by name */
    public Publications(Map<String, PublicationConfig> configured) {
        List<Published> all = new ArrayList<>();
        configured.forEach((name, config) -> all.add(new Published(name, config, config.segments())));
        all.sort(Comparator.comparingInt((Published one) -> one.base().size()).reversed());
        longestFirst = List.copyOf(all);
        int most = 0;
        for (Published one : longestFirst) {
            for (Kind kind : Kind.values()) {
                if (kind.isOfferedBy(one.config())) {
                    prefixes.put(one.config().prefix(kind), kind.service());
                    most = Math.max(
                            most,
                            one.config().segmentsOf(kind).size() + one.config().separatorsInPath());
                }
            }
        }
        longest = most;
    }

    /**
     * The place of a path in a publication.
     *
     * @param publication its name
     * @param length how many segments stand before what the service gets
     * @param separators the values by name, in order; empty texts where the path has nothing
     * @param prefix the path before what the service gets, as it has to stand in URLs
     */
    public record Place(
            String publication,
            PublicationConfig config,
            Kind kind,
            int length,
            List<Map.Entry<String, String>> separators,
            String prefix) {
        public Place {
            separators = List.copyOf(separators);
        }

        /** As policies look at them. */
        public List<PolicyRequest.Separator> policySeparators() {
            List<PolicyRequest.Separator> asked = new ArrayList<>();
            for (int i = 0; i < separators.size(); i++) {
                boolean fixed = config.separators().get(i).value().isPresent();
                asked.add(new PolicyRequest.Separator(
                        separators.get(i).getKey(), separators.get(i).getValue(), fixed));
            }
            return asked;
        }

        /** The prefix that the kind's service has announced, in plain text. */
        List<String> announced() {
            return config.segmentsOf(kind);
        }

        /** Fails as an unknown path does when the path leaves a separator without a value. */
        void requireSeparators() {
            if (separators.stream().anyMatch(separator -> separator.getValue().isEmpty())) {
                throw GatewayProblems.NO_ROUTE.toException();
            }
        }
    }

    /** Empty where no publication serves anything; what must not stand in a prefix fits none. */
    public Optional<Place> at(String path) {
        if (longestFirst.isEmpty()) {
            return Optional.empty();
        }
        RawPath raw = RawPath.of(path);
        boolean longerOne = false;
        for (Published one : longestFirst) {
            if (begins(raw, one)) {
                Optional<Place> place = place(raw, one);
                // A path that misses its separator must not become another publication's, with the base as value.
                if (place.isPresent() && !(longerOne && one.config().separatorsInPath() > 0)) {
                    return place;
                }
                longerOne = true;
            }
        }
        return Optional.empty();
    }

    /** The ways of the publication with the longest base path above this one; empty where there is none. */
    public Optional<Set<Way>> around(String path) {
        RawPath raw = RawPath.of(path);
        return longestFirst.stream()
                .filter(one -> begins(raw, one))
                .findFirst()
                .map(one -> Set.copyOf(one.config().authentication()));
    }

    private static boolean begins(RawPath raw, Published one) {
        return one.base().isEmpty() ? !isOwn(raw) : holds(raw, 0, one.base());
    }

    private static boolean isOwn(RawPath raw) {
        return plain(raw, 0).map(PublicationConfig::isOwn).orElse(true);
    }

    private static Optional<Place> place(RawPath raw, Published one) {
        int from = one.base().size();
        int kindAt = from + one.config().separatorsInPath();
        for (Kind kind : Kind.values()) {
            if (kind.isOfferedBy(one.config()) && holds(raw, kindAt, kind.segments())) {
                return separators(raw, from, one.config())
                        .map(values -> new Place(
                                one.name(),
                                one.config(),
                                kind,
                                kindAt + kind.segments().size(),
                                values,
                                prefix(one, values, kind)));
            }
        }
        return Optional.empty();
    }

    private static boolean holds(RawPath raw, int from, List<String> segments) {
        if (raw.size() < from + segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!plain(raw, from + i).filter(segments.get(i)::equals).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<List<Map.Entry<String, String>>> separators(
            RawPath raw, int from, PublicationConfig config) {
        List<Map.Entry<String, String>> values = new ArrayList<>();
        int at = from;
        for (var separator : config.separators()) {
            Optional<String> value = separator.value();
            if (value.isEmpty()) {
                value = raw.raw(at).isEmpty() ? Optional.of("") : plain(raw, at).filter(Publications::isText);
                at++;
            }
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(Map.entry(separator.name(), value.get()));
        }
        return Optional.of(values);
    }

    private static boolean isText(String value) {
        return !value.isBlank() && value.codePoints().noneMatch(Character::isISOControl);
    }

    private static Optional<String> plain(RawPath raw, int index) {
        try {
            return Optional.of(raw.decoded(index));
        } catch (ProblemException notRoutable) {
            return Optional.empty();
        }
    }

    private static String prefix(Published one, List<Map.Entry<String, String>> values, Kind kind) {
        List<String> segments = new ArrayList<>(one.base());
        for (int i = 0; i < values.size(); i++) {
            if (one.config().separators().get(i).value().isEmpty()) {
                segments.add(values.get(i).getValue());
            }
        }
        segments.addAll(kind.segments());
        var prefix = new StringBuilder();
        segments.forEach(segment -> prefix.append('/').append(RawPath.encoded(segment)));
        return prefix.toString();
    }

    /** The place of a prefix that a kind's service announces; empty when it is no publication's. */
    Optional<ShownPrefix> shown(String announced) {
        for (Published one : longestFirst) {
            for (Kind kind : Kind.values()) {
                if (kind.isOfferedBy(one.config()) && one.config().prefix(kind).equals(announced)) {
                    return Optional.of(shown(one, kind));
                }
            }
        }
        return Optional.empty();
    }

    private static ShownPrefix shown(Published one, Kind kind) {
        List<String> separators = one.config().separators().stream()
                .filter(separator -> separator.value().isEmpty())
                .map(SeparatorConfig::name)
                .toList();
        var path = new StringBuilder();
        one.base().forEach(segment -> path.append('/').append(RawPath.encoded(segment)));
        separators.forEach(name -> path.append("/{").append(name).append('}'));
        kind.segments().forEach(segment -> path.append('/').append(RawPath.encoded(segment)));
        return new ShownPrefix(
                path.toString(), separators, Set.copyOf(one.config().authentication()), Optional.of(one.name()));
    }

    /** The prefixes that services may claim, each with the only service that may. */
    Map<String, String> prefixes() {
        return Collections.unmodifiableMap(prefixes);
    }

    /** The most segments that stand before what a service gets. */
    int longest() {
        return longest;
    }
}
