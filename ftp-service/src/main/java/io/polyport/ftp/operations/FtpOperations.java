package io.polyport.ftp.operations;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.exchanges.ExchangeBook;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.transfers.TransferRoom;
import io.polyport.ftp.uploads.Leftovers;
import io.polyport.ftp.uploads.ResumableUploads;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.store.StateStore;
import io.vertx.core.Vertx;
import java.util.Optional;

/** The table of the service's operations: the contract's ids, each with the method that carries it out. */
public final class FtpOperations {
    private FtpOperations() {}

    public static OperationTable table(
            Vertx vertx,
            FtpConfig config,
            Sessions sessions,
            EgressGuard guard,
            Optional<StateStore> state,
            TransferRoom transferRoom) {
        var connections = new Connections(sessions, guard, config.adHoc().insecure());
        var directories = new Directories(vertx, sessions, config.listings());
        var downloads = new Downloads(sessions);
        var uploads = new Uploads(sessions, new Leftovers(vertx, config.uploads(), state));
        var resumable = new UploadOperations(sessions, new ResumableUploads(vertx, config.uploads(), sessions, state));
        var entries = new Entries(sessions);
        var checksums = new Checksums(sessions);
        var commands = new RawCommands(sessions);
        var transfers = new Transfers(sessions, transferRoom);
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
                .with("ftp.begin-upload", resumable::begin)
                .with("ftp.list-uploads", resumable::list)
                .with("ftp.show-upload", resumable::show)
                .with("ftp.continue-upload", resumable::append)
                .with("ftp.complete-upload", resumable::complete)
                .with("ftp.discard-upload", resumable::discard)
                .with("ftp.show-entry", entries::show)
                .with("ftp.delete-file", entries::delete)
                .with("ftp.move", entries::move)
                .with("ftp.show-checksum", checksums::show)
                .with("ftp.create-transfer", transfers::create)
                .with("ftp.list-transfers", transfers::list)
                .with("ftp.show-transfer", transfers::show)
                .with("ftp.remove-transfer", transfers::remove)
                .with("ftp.pause-transfer", transfers::pause)
                .with("ftp.resume-transfer", transfers::resume)
                .with("ftp.cancel-transfer", transfers::cancel)
                .with("ftp.run-command", commands::run)
                .with("ftp.list-exchanges", exchanges::list)
                .with("ftp.show-exchange", exchanges::show)
                .with("ftp.run-exchange", exchanges::run);
    }
}
