package io.polyport.ftp.operations;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.exchanges.ExchangeBook;
import io.polyport.ftp.logins.Sessions;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.store.StateStore;
import io.vertx.core.Vertx;
import java.util.Optional;

/** The table of the service's operations: the contract's ids, each with the method that carries it out. */
public final class FtpOperations {
    private FtpOperations() {}

    public static OperationTable table(
            Vertx vertx, FtpConfig config, Sessions sessions, EgressGuard guard, Optional<StateStore> state) {
        var connections = new Connections(sessions, guard, config.adHoc().insecure());
        var directories = new Directories(vertx, sessions, config.listings());
        var downloads = new Downloads(sessions);
        var uploads = new Uploads(sessions);
        var entries = new Entries(sessions);
        var checksums = new Checksums(sessions);
        var commands = new RawCommands(sessions);
        var exchanges = new Exchanges(new ExchangeBook(config, state));
        return new OperationTable()
                .with("ftp.list-connections", connections::list)
                .with("ftp.open-connection", connections::open)
                .with("ftp.show-connection", connections::show)
                .with("ftp.close-connection", connections::close)
                .with("ftp.describe", connections::describe)
                .with("ftp.show-working-directory", connections::showWorkingDirectory)
                .with("ftp.change-working-directory", connections::changeWorkingDirectory)
                .with("ftp.list-directory", directories::list)
                .with("ftp.create-directory", directories::create)
                .with("ftp.remove-directory", directories::remove)
                .with("ftp.clear-directory", directories::clear)
                .with("ftp.download", downloads::download)
                .with("ftp.upload", uploads::upload)
                .with("ftp.append", uploads::append)
                .with("ftp.show-entry", entries::show)
                .with("ftp.delete-file", entries::delete)
                .with("ftp.move", entries::move)
                .with("ftp.show-checksum", checksums::show)
                .with("ftp.run-command", commands::run)
                .with("ftp.list-exchanges", exchanges::list)
                .with("ftp.show-exchange", exchanges::show)
                .with("ftp.run-exchange", exchanges::run);
    }
}
