package io.polyport.gateway.route;

import io.polyport.gateway.GatewayProblems;
import io.polyport.kit.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** The live services at one moment. Immutable but for the instances' own counters; read by every event loop. */
public final class Directory {
    static final Directory EMPTY = of(List.of(), new Grants(Map.of(), Publications.NONE));
    private static final int RETRY_AFTER_SECONDS = 2;
    /** Segments of {@code /api/v1/<service>}. */
    private static final int LONGEST_OWN_PREFIX = 3;

    private final List<Instance> instances;
    private final Map<List<String>, List<Instance>> byPrefix;
    /** Apart, so that no path reaches them past its publication and the separators that this asks for. */
    private final Map<List<String>, List<Instance>> published;

    private final Map<String, List<ShownPrefix>> shown;
    private final int longestPrefix;
    private final int longestAnnounced;

    private Directory(
            List<Instance> instances,
            Map<List<String>, List<Instance>> byPrefix,
            Map<List<String>, List<Instance>> published,
            Map<String, List<ShownPrefix>> shown,
            int longestPrefix) {
        this.instances = instances;
        this.byPrefix = byPrefix;
        this.published = published;
        this.shown = shown;
        this.longestPrefix = longestPrefix;
        this.longestAnnounced =
                byPrefix.keySet().stream().mapToInt(List::size).max().orElse(0);
    }

    static Directory of(List<Instance> instances, Grants grants) {
        Map<List<String>, List<Instance>> byPrefix = new HashMap<>();
        Map<List<String>, List<Instance>> published = new HashMap<>();
        for (Instance instance : instances) {
            for (String prefix : instance.prefixes()) {
                List<String> segments =
                        List.of(Grants.normalised(prefix).substring(1).split("/"));
                (grants.isPublished(prefix) ? published : byPrefix)
                        .computeIfAbsent(segments, ignored -> new ArrayList<>())
                        .add(instance);
            }
        }
        return new Directory(
                instances,
                byPrefix,
                published,
                shown(instances, grants),
                Math.max(LONGEST_OWN_PREFIX, grants.publications().longest()));
    }

    /** A service is shown under its own prefix where it has that, and in its publications; else under what it was granted. */
    private static Map<String, List<ShownPrefix>> shown(List<Instance> instances, Grants grants) {
        Map<String, Set<String>> prefixes = new TreeMap<>();
        instances.forEach(instance -> prefixes.computeIfAbsent(instance.service(), ignored -> new TreeSet<>())
                .addAll(instance.prefixes()));
        Map<String, List<ShownPrefix>> shown = new TreeMap<>();
        prefixes.forEach((service, all) -> {
            String own = Grants.own(service);
            List<ShownPrefix> places = new ArrayList<>();
            for (String prefix : all) {
                var published = grants.publications().shown(Grants.normalised(prefix));
                published.ifPresent(places::add);
                if (published.isEmpty() && (prefix.equals(own) || !all.contains(own))) {
                    places.add(ShownPrefix.of(RawPath.encodedPath(prefix)));
                }
            }
            shown.put(service, List.copyOf(places));
        });
        return Map.copyOf(shown);
    }

    Map<String, List<ShownPrefix>> shown() {
        return shown;
    }

    /** The instances that are known, whether they take calls or not. */
    public List<Instance> instances() {
        return instances;
    }

    /**
     * Where a request goes.
     *
     * @param announced the prefix as the service's instances announce it, in plain text
     * @param prefix the service's prefix, as it has to stand in URLs
     * @param rest the raw path behind it
     */
    public record Target(
            String service,
            List<String> announced,
            String prefix,
            String rest,
            Route route,
            Map<String, String> arguments) {}

    /**
     * Finds the operation for a path and method; fails with a problem that says what is there instead.
     *
     * @param place of the path in a publication, where it has one
     */
    public Target find(String method, String path, Optional<Publications.Place> place) {
        return place.map(published -> find(method, path, published)).orElseGet(() -> find(method, path));
    }

    private Target find(String method, String path, Publications.Place place) {
        place.requireSeparators();
        List<Instance> candidates = published.get(place.announced());
        if (candidates == null) {
            throw noService(place.kind().service());
        }
        var found = new Found(candidates, place.announced(), place.length(), place.prefix());
        return findIn(found, method, RawPath.of(path));
    }

    private Target find(String method, String path) {
        RawPath raw = RawPath.of(path);
        // A path of thousands of segments must not cost the square of them.
        for (int length = Math.min(raw.size(), longestAnnounced); length >= 1; length--) {
            List<String> announced = prefixOf(raw, length);
            List<Instance> candidates = byPrefix.get(announced);
            if (candidates != null) {
                String prefix = "/" + String.join("/", raw.segments().subList(0, length));
                return findIn(new Found(candidates, announced, length, prefix), method, raw);
            }
        }
        boolean slashAtEnd = raw.raw(raw.size() - 1).isEmpty();
        for (int i = 0; i < Math.min(longestPrefix, raw.size() - (slashAtEnd ? 1 : 0)); i++) {
            // Fails for what must not stand in a prefix, whether or not a program behind us would see a known one in
            // it.
            raw.decoded(i);
        }
        if (raw.size() >= LONGEST_OWN_PREFIX
                && raw.raw(0).equals("api")
                && raw.raw(1).equals("v1")) {
            throw noService(raw.decoded(2));
        }
        throw GatewayProblems.NO_ROUTE.toException();
    }

    private static List<String> prefixOf(RawPath raw, int length) {
        List<String> prefix = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            String segment = raw.raw(i);
            // A segment that can't be decoded belongs to no prefix; if it is needed for routing it is refused there.
            prefix.add(segment.indexOf('%') < 0 ? segment : decodedOrRaw(raw, i));
        }
        return prefix;
    }

    private static String decodedOrRaw(RawPath raw, int index) {
        try {
            return raw.decoded(index);
        } catch (io.polyport.kit.problem.ProblemException notRoutable) {
            return raw.raw(index);
        }
    }

    /** The instances that have announced a prefix of the path, and how long that is. */
    private record Found(List<Instance> candidates, List<String> announced, int length, String prefix) {}

    private static Target findIn(Found found, String method, RawPath raw) {
        List<Instance> candidates = found.candidates();
        int length = found.length();
        Optional<RouteTable.Match> best = Optional.empty();
        Set<RouteTable> seen = new java.util.HashSet<>();
        for (Instance instance : candidates) {
            if (instance.routes() != null && seen.add(instance.routes())) {
                var match = instance.routes().find(raw, length);
                if (match.isPresent()
                        && (best.isEmpty() || match.get().route(method).isPresent())) {
                    best = match;
                }
            }
        }
        String service = candidates.getFirst().service();
        if (seen.isEmpty()) {
            throw noService(service);
        }
        RouteTable.Match match = best.orElseThrow(GatewayProblems.NO_ROUTE::toException);
        Route route = match.route(method)
                .orElseThrow(() -> Problem.of(GatewayProblems.METHOD_NOT_ALLOWED)
                        .with("allow", match.allow())
                        .toException());
        return new Target(
                service,
                found.announced(),
                found.prefix(),
                raw.size() == length ? "" : "/" + raw.rest(length),
                route,
                match.arguments());
    }

    private static RuntimeException noService(String service) {
        return Problem.of(
                        GatewayProblems.NO_SERVICE,
                        "No instance of the service '" + service
                                + "' is there now. Ask again after 'Retry-After' seconds; if it stays so, look whether it is deployed.")
                .retryAfter(RETRY_AFTER_SECONDS)
                .toException();
    }

    /**
     * The instance for a call: of those that serve the prefix, take calls, have the operation and have not been tried, the one with the
     * fewest calls under way; fails with {@code gateway.no-service}.
     */
    public Instance choose(Target target, Set<String> tried) {
        List<Instance> serving =
                byPrefix.getOrDefault(target.announced(), published.getOrDefault(target.announced(), List.of()));
        return pick(
                        serving,
                        instance -> instance.takesCalls()
                                && !tried.contains(instance.id())
                                && instance.service().equals(target.service())
                                && instance.routes().has(target.route().operationId()))
                .orElseThrow(() -> noService(target.service()));
    }

    /** The instance on which an opened thing lives, while it can be reached. */
    public Optional<Instance> bound(Target target, String instanceId) {
        return pick(
                instances,
                instance -> instance.isReachable()
                        && instance.id().equals(instanceId)
                        && instance.service().equals(target.service()));
    }

    private static Optional<Instance> pick(List<Instance> among, Predicate<Instance> fits) {
        List<Instance> fitting = among.stream().filter(fits).toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        int least = fitting.stream()
                .min(Comparator.comparingInt(Instance::inFlight))
                .orElseThrow()
                .inFlight();
        List<Instance> idlest = fitting.stream()
                .filter(instance -> instance.inFlight() <= least)
                .toList();
        return idlest.isEmpty()
                ? Optional.of(fitting.getFirst())
                : Optional.of(idlest.get(ThreadLocalRandom.current().nextInt(idlest.size())));
    }

    /** The names of the services that take calls now. */
    public Set<String> services() {
        var names = new TreeSet<String>();
        instances.stream().filter(Instance::takesCalls).forEach(instance -> names.add(instance.service()));
        return names;
    }
}
