package io.polyport.ftp.files;

import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpListing;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.logins.Place;
import io.polyport.ftp.logins.SessionUse;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A session whose directories are what a function says, and which knows how much of them was asked for. */
final class ListedTree {
    /** Each directory that was listed, in order. */
    final List<String> listed = new ArrayList<>();

    /** Their listings. */
    final List<Lines> listings = new ArrayList<>();

    boolean aborted;
    private final Function<String, Future<List<String>>> directories;

    /** @param directories the lines of MLSD by the directory's path; empty for where the login begins */
    ListedTree(Function<String, Future<List<String>>> directories) {
        this.directories = directories;
    }

    SessionUse use() {
        var place = new Place(
                "far", FtpSettings.of("ftp.example.org", 21, "u", "p"), FtpPath.here(), false, ZoneOffset.UTC);
        return new SessionUse(session(), place, FtpPath.here(), () -> {});
    }

    /** Lines that were given out. */
    int given() {
        return listings.stream().mapToInt(lines -> lines.given).sum();
    }

    private FtpSession session() {
        var info = new FtpSession.Info("hello", "UNIX", List.of(), StandardCharsets.UTF_8, "none");
        return (FtpSession) Proxy.newProxyInstance(
                ListedTree.class.getClassLoader(),
                new Class<?>[] {FtpSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "info" -> info;
                    case "list" -> list(arguments[0].toString());
                    case "abort" -> {
                        aborted = true;
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Future<FtpListing> list(String directory) {
        listed.add(directory);
        return directories.apply(directory).map(lines -> {
            var listing = new Lines(lines);
            listings.add(listing);
            return new FtpListing(listing, true);
        });
    }

    /** A line each time that it is asked; the line {@code !} is a failure. */
    static final class Lines implements FtpDownload {
        boolean aborted;
        private final List<String> lines;
        private int given;
        private Handler<Buffer> handler;
        private Handler<Throwable> exceptionHandler;
        private Handler<Void> endHandler;

        Lines(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public Lines fetch(long amount) {
            if (aborted) {
                return this;
            }
            if (given == lines.size()) {
                endHandler.handle(null);
            } else if (lines.get(given).equals("!")) {
                exceptionHandler.handle(new IllegalStateException("it broke"));
            } else {
                handler.handle(Buffer.buffer(lines.get(given++) + "\r\n"));
            }
            return this;
        }

        @Override
        public long size() {
            return -1;
        }

        @Override
        public void abort() {
            aborted = true;
        }

        @Override
        public Lines resume() {
            throw new AssertionError("a listing asks for one piece after the other");
        }

        @Override
        public Lines pause() {
            return this;
        }

        @Override
        public Lines handler(Handler<Buffer> newHandler) {
            handler = newHandler;
            return this;
        }

        @Override
        public Lines exceptionHandler(Handler<Throwable> newHandler) {
            exceptionHandler = newHandler;
            return this;
        }

        @Override
        public Lines endHandler(Handler<Void> newHandler) {
            endHandler = newHandler;
            return this;
        }
    }
}
