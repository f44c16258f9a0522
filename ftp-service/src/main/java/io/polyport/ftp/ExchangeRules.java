package io.polyport.ftp;

import io.polyport.kit.config.Rules;
import io.polyport.store.StateSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What must hold between exchanges and the rest of the configuration. */
final class ExchangeRules {
    private ExchangeRules() {}

    /** Throws a fault that names every exchange that can't be. */
    static void check(
            Map<String, ExchangeSettings> exchanges,
            Map<String, FtpConfig.Connection> connections,
            Optional<Path> folder,
            StateSettings state) {
        var rules = Rules.of();
        rules.that(
                exchanges.isEmpty() || state.isOn(),
                "state.url",
                "must not be none, since there are exchanges: what they have done has to outlive the process");
        exchanges.forEach((name, exchange) -> {
            String key = "exchanges." + name;
            rules.that(
                    FtpConfig.NAME.matcher(name).matches(),
                    key,
                    "must be named with a-z, 0-9 and '-', at most 63 characters");
            one(rules, key, exchange, connections, folder);
        });
        rules.done();
    }

    private static void one(
            Rules rules,
            String key,
            ExchangeSettings exchange,
            Map<String, FtpConfig.Connection> connections,
            Optional<Path> folder) {
        var connection = connections.get(exchange.connection());
        var local = exchange.local();
        rules.that(connection != null, key + ".connection", "must be the name of a configured connection");
        local.connection()
                .ifPresent(other -> rules.that(
                        connections.containsKey(other) && !other.equals(exchange.connection()),
                        key + ".local.connection",
                        "must be the name of another configured connection"));
        rules.that(
                folder.isPresent()
                        || local.url().isPresent()
                        || local.connection().isPresent(),
                key + ".local.directory",
                "lies below ftp.exchange-folder, which has to be set");
        boolean absolute = connection == null || connection.absolutePaths();
        exchange.download().ifPresent(one -> relative(rules, absolute, one.remote(), key + ".download.remote"));
        exchange.download()
                .flatMap(one -> one.after().directory())
                .ifPresent(path -> relative(rules, absolute, path, key + ".download.after.directory"));
        exchange.upload().ifPresent(one -> relative(rules, absolute, one.remote(), key + ".upload.remote"));
        exchange.upload()
                .flatMap(ExchangeSettings.Upload::requestFlag)
                .ifPresent(path -> relative(rules, absolute, path, key + ".upload.request-flag"));
        exchange.upload()
                .flatMap(one -> one.after().directory())
                .ifPresent(path -> relative(rules, false, path, key + ".upload.after.directory"));
    }

    private static void relative(Rules rules, boolean absolute, String path, String key) {
        rules.that(
                absolute || !path.startsWith("/"),
                key,
                "must not begin with '/': absolute-paths of the connection is not set");
    }
}
