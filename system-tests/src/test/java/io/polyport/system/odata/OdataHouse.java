package io.polyport.system.odata;

import io.polyport.gateway.GatewayConfig;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.RuntimeSettings;
import io.polyport.odata.OdataConfig;
import io.polyport.odata.OdataPart;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.system.house.LocalHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Gateway and OData service in this JVM, with the publication {@code base} of one model and one database. */
final class OdataHouse implements AutoCloseable {
    static final Set<String> SCOPES = Set.of("odata:read", "odata:write");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final LocalHouse.Plan<Config> PLAN = new LocalHouse.Plan<>(
            "odata",
            Config.class,
            Config::gateway,
            Config::runtime,
            (config, folder, member, surroundings, loops) ->
                    new OdataPart(config.odata(), member, surroundings, "test", loops));

    /** What the two parts are configured with. */
    record Config(
            @Doc("The gateway.") GatewayConfig gateway,
            @Doc("The OData service.") OdataConfig odata,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    private final LocalHouse house;
    private final HttpClient client = HttpClient.newHttpClient();

    private OdataHouse(LocalHouse house) {
        this.house = house;
    }

    /**
     * @param model file of the model of the base
     * @param rules further rules of the policy, as {@link LocalHouse} takes them
     */
    static OdataHouse of(Path model, TestBase base, String rules) {
        return of(model, base.url(), "polyport", rules);
    }

    /** @param url of a database that has the model's tables, for a user without a password */
    static OdataHouse of(Path model, String url, String user, String rules) {
        return new OdataHouse(LocalHouse.start(
                PLAN,
                rules + "\n  publications: {base: {path: /base, odata: true}}",
                "  publications: {base: {path: /base, model: '%s', database: {url: '%s', user: %s}}}"
                        .formatted(model, url, user)));
    }

    /** The publication's root. */
    String root() {
        return "http://127.0.0.1:" + house.port() + "/base/odata/standard.odata";
    }

    /**
     * Sends what a client sent.
     *
     * @param path behind the host, as it goes over the wire
     */
    HttpResponse<String> send(String subject, String method, String path, Map<String, String> headers, String body) {
        return send(subject, SCOPES, method, path, headers, body);
    }

    /** The same with these scopes. */
    HttpResponse<String> send(
            String subject, Set<String> scopes, String method, String path, Map<String, String> headers, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.port() + path))
                .timeout(LIMIT)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .header("authorization", "Bearer " + house.token(subject, scopes));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        client.close();
        house.close();
    }
}
