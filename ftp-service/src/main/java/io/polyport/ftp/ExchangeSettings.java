package io.polyport.ftp;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One periodic exchange of files with an FTP server (FT-30 to FT-37). */
public record ExchangeSettings(
        @Doc("Name of the configured connection to exchange with.")
        String connection,

        @Doc("How often the server and our side are looked at.") @Default("1m")
        Duration pollPeriod,

        @Doc("Pause before an upload that failed is tried again; 0s: it is tried once only.") @Default("5m")
        Duration uploadPeriod,

        @Doc("Our side: one of directory, connection and url.")
        Local local,

        @Doc("Files that come from the server.") Optional<Download> download,
        @Doc("Files that go to the server.") Optional<Upload> upload) {
    /** Where our files are. */
    public record Local(
            @Doc("Directory below ftp.exchange-folder, made when missing; on another connection: its directory there.")
            Optional<String> directory,

            @Doc("Name of another configured connection, on which our files are.")
            Optional<String> connection,

            @Doc("Begin of URLs: a download is sent to <url>/<name>, a report is fetched from there.")
            Optional<String> url,

            @Doc("How a download is sent to its URL.") @Default("put")
            Method method,

            @Doc("Bearer token for the URL.") Optional<Secret> token,

            @Doc("A call of the URL in which no byte moves for so long is given up.") @Default("30s")
            Duration timeout) {
        /** How content goes to a URL. */
        public enum Method {
            PUT,
            POST
        }

        public Local {
            Rules.of()
                    .that(
                            url.isEmpty() || (directory.isEmpty() && connection.isEmpty()),
                            "url",
                            "stands alone: our side is a directory, another connection, or a URL")
                    .that(url.isPresent() || directory.isPresent(), "directory", "is missing; or set url")
                    .that(
                            directory.map(ExchangeNames::isDirectory).orElse(true),
                            "directory",
                            "must be names divided by '/', without a leading slash, '.' and '..'")
                    .that(
                            url.map(Local::isUrl).orElse(true),
                            "url",
                            "must be http:// or https:// with a host, without user, query and fragment")
                    .that(token.isEmpty() || url.isPresent(), "token", "stands without a url")
                    .that(
                            url.isEmpty()
                                    || token.isEmpty()
                                    || url.get()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .startsWith("https:"),
                            "token",
                            "would go unprotected: the url must begin with https://")
                    .positive("timeout", timeout)
                    .done();
        }

        private static boolean isUrl(String text) {
            try {
                var url = new URI(text);
                return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                        && url.getHost() != null
                        && url.getRawUserInfo() == null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null;
            } catch (URISyntaxException notOne) {
                return false;
            }
        }
    }

    /** How it is known that a file is whole. */
    public record Ready(
            @Doc(
                    "unchanged: two looks saw the same size and time; done-file: a file with the suffix stands beside it; at-once: it was renamed when it was whole.")
            @Default("unchanged")
            When when,

            @Doc("Least time between the two looks.") @Default("5s")
            Duration settle,

            @Doc("Suffix of done-files.") @Default(".done") String doneSuffix) {
        /** What tells it. */
        public enum When {
            UNCHANGED,
            DONE_FILE,
            AT_ONCE
        }

        public Ready {
            Rules.of()
                    .positive("settle", settle)
                    .that(ExchangeNames.isPart(doneSuffix), "done-suffix", "must be a part of a file name")
                    .done();
        }
    }

    /** What becomes of a file that was exchanged. */
    public record After(
            @Doc("delete; move: into the directory; keep: it stays, and goes again only when its size or time changes.")
            @Default("delete")
            Action action,

            @Doc("Where to move it: a directory that is there, named like the file's own.")
            Optional<String> directory) {
        /** What is done. */
        public enum Action {
            DELETE,
            MOVE,
            KEEP
        }

        public After {
            Rules.of()
                    .that(
                            (action == Action.MOVE) == directory.isPresent(),
                            "directory",
                            "belongs to the action move, which needs it")
                    .that(
                            directory
                                    .map(name ->
                                            ExchangeNames.isDirectory(name.startsWith("/") ? name.substring(1) : name))
                                    .orElse(true),
                            "directory",
                            "must be names divided by '/', without '.' and '..'")
                    .done();
        }
    }

    /** Files that come from the server. */
    public record Download(
            @Doc(
                    "The file on the server with its whole path, without the server's address; * and ? in its last name make it a pattern.")
            String remote,

            @Doc("Its name on our side; empty: the same. A pattern's files always keep theirs.")
            Optional<String> local,

            @Doc("Whether the load flag is made when the file is in place.") @Default("false")
            boolean automaticLoad,

            @Doc("Name of the load flag on our side. While it or the file is there, nothing new is fetched.")
            Optional<String> loadFlag,

            @Doc("How it is known that the file is whole.") Ready ready,
            @Doc("What becomes of the file on the server.") After after) {
        public Download {
            Rules.of()
                    .that(ExchangeNames.isRemote(remote), "remote", ExchangeNames.REMOTE)
                    .that(
                            local.isEmpty() || (ExchangeNames.isName(local.get()) && !ExchangeNames.isPattern(remote)),
                            "local",
                            "must be one file name, and stands with a single remote file only")
                    .that(
                            loadFlag.map(ExchangeNames::isName).orElse(!automaticLoad),
                            "load-flag",
                            "must be one file name; automatic-load needs it")
                    .that(
                            loadFlag.isEmpty()
                                    || !loadFlag.equals(local.or(() -> Optional.of(ExchangeNames.lastName(remote)))),
                            "load-flag",
                            "must not have the name of the file")
                    .done();
        }

        public boolean isPattern() {
            return ExchangeNames.isPattern(remote);
        }
    }

    /** Files that go to the server. */
    public record Upload(
            @Doc("The report's name on our side; * and ? make it a pattern.")
            String local,

            @Doc(
                    "The file on the server with its whole path, without the server's address; with a pattern, a directory that ends with a slash.")
            String remote,

            @Doc("Whether POST /exchanges/{name}:run may send the report.") @Default("false")
            boolean manual,

            @Doc("Whether the request flag is looked for on the server.") @Default("false")
            boolean automaticUpload,

            @Doc("The request flag on the server with its whole path.")
            Optional<String> requestFlag,

            @Doc("Name of the upload flag on our side, which the request flag becomes: it asks for the report.")
            Optional<String> uploadFlag,

            @Doc("How it is known that the report is whole.")
            Ready ready,

            @Doc("What becomes of the report on our side.") After after) {
        public Upload {
            Rules.of()
                    .that(
                            ExchangeNames.isPart(local) && !ExchangeNames.isDots(local),
                            "local",
                            "must be one file name, or a pattern of names")
                    .that(
                            ExchangeNames.isPattern(local)
                                    ? ExchangeNames.isRemoteDirectory(remote)
                                    : ExchangeNames.isRemote(remote) && !ExchangeNames.isPattern(remote),
                            "remote",
                            ExchangeNames.isPattern(local)
                                    ? "must be a directory that ends with '/', since local is a pattern"
                                    : ExchangeNames.REMOTE)
                    .that(
                            requestFlag
                                    .map(flag -> ExchangeNames.isRemote(flag) && !ExchangeNames.isPattern(flag))
                                    .orElse(!automaticUpload),
                            "request-flag",
                            "must be a file's whole path on the server; automatic-upload needs it")
                    .that(
                            uploadFlag.map(ExchangeNames::isName).orElse(!automaticUpload),
                            "upload-flag",
                            "must be one file name; automatic-upload needs it")
                    .that(
                            uploadFlag.isEmpty() || !uploadFlag.get().equals(local),
                            "upload-flag",
                            "must not be the report's name")
                    .done();
        }

        public boolean isPattern() {
            return ExchangeNames.isPattern(local);
        }
    }

    public ExchangeSettings {
        Rules.of()
                .positive("poll-period", pollPeriod)
                .that(!uploadPeriod.isNegative(), "upload-period", "must not be negative")
                .that(download.isPresent() || upload.isPresent(), "download", "is missing, and upload too")
                .that(
                        local.url().isEmpty()
                                || upload.isEmpty()
                                || !upload.get().isPattern(),
                        "upload.local",
                        "must be one name: a URL tells no names")
                .that(
                        local.url().isEmpty()
                                || upload.map(one -> one.after().action() != After.Action.MOVE
                                                && one.ready().when() != Ready.When.DONE_FILE)
                                        .orElse(true),
                        "upload.after.action",
                        "can't be move, nor can there be done-files, where our side is a URL")
                .that(
                        distinct(download, upload),
                        "upload.upload-flag",
                        "must differ from the names that the download uses on our side")
                .done();
    }

    /** One name on our side can't mean two things. */
    private static boolean distinct(Optional<Download> download, Optional<Upload> upload) {
        var names = Stream.of(
                        download.filter(one -> !one.isPattern())
                                .map(one -> one.local().orElse(ExchangeNames.lastName(one.remote()))),
                        download.flatMap(Download::loadFlag),
                        upload.filter(one -> !one.isPattern()).map(Upload::local),
                        upload.flatMap(Upload::uploadFlag))
                .flatMap(Optional::stream)
                .toList();
        return Set.copyOf(names).size() == names.size();
    }
}
