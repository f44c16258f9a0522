package io.polyport.ftp.zip;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.files.TreeWalk;
import io.polyport.ftp.listing.EntryName;
import io.polyport.ftp.listing.ListingProblems;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a tree's ZIP file holds, one after the other over one login: a directory is listed, then its files are fetched, then
 * the directories in it have their turn. Links are left out and so never followed, as are devices and what the policy does
 * not allow.
 */
public final class ZipMembers {
    /** All are written once more at the end, in one go: so many took 200 ms of the event loop on a busy machine. */
    private static final int MOST_ENTRIES = 100_000;

    /** They are kept until the end, and written once more there. */
    private static final long MOST_NAME_BYTES = 8 << 20;

    private static final int MOST_LEVELS = 64;

    /** @param content paused; null for a directory, whose name ends with a slash */
    public record Member(String name, Instant modified, FtpDownload content) {}

    private record Waiting(FtpPath path, Instant modified) {}

    private final Vertx vertx;
    private final Call call;
    private final SessionUse use;
    private final FtpPath start;
    private final Predicate<FtpEntry> wanted;
    private final FtpConfig.Listings limits;
    private final ArrayDeque<Waiting> files = new ArrayDeque<>();
    private final ArrayDeque<Waiting> directories = new ArrayDeque<>();
    private int left;
    private long nameBytes;
    private TreeWalk listing;

    private ZipMembers(
            Vertx vertx,
            Call call,
            SessionUse use,
            FtpPath start,
            Predicate<FtpEntry> wanted,
            FtpConfig.Listings limits) {
        this.vertx = vertx;
        this.call = call;
        this.use = use;
        this.start = start;
        this.wanted = wanted;
        this.limits = limits;
        this.left = Math.min(limits.entries(), MOST_ENTRIES);
    }

    /** Succeeds when the first directory has been listed. */
    public static Future<ZipMembers> begin(
            Vertx vertx,
            Call call,
            SessionUse use,
            FtpPath start,
            Predicate<FtpEntry> wanted,
            FtpConfig.Listings limits) {
        var members = new ZipMembers(vertx, call, use, start, wanted, limits);
        return Uses.whileWanted(call, use.session(), members.list(start)).map(members);
    }

    /** The next one; empty at the end. The one before has to be over. */
    public Future<Optional<Member>> next() {
        Waiting file = files.poll();
        if (file != null) {
            return use.session()
                    .download(use.onServer(file.path()), 0)
                    .map(content -> Optional.of(new Member(name(file.path()), file.modified(), content)));
        }
        Waiting directory = directories.poll();
        if (directory == null) {
            return Future.succeededFuture(Optional.empty());
        }
        var member = Optional.of(new Member(name(directory.path()) + "/", directory.modified(), null));
        return list(directory.path()).map(member);
    }

    private String name(FtpPath path) {
        return ZipName.of(path, start.segments().size(), use.session().info().charset());
    }

    private Future<Void> list(FtpPath directory) {
        var plan = new TreeWalk.Plan(
                directory, below -> false, entry -> true, left, limits.size().bytes());
        return TreeWalk.begin(vertx, use, plan)
                .compose(walk -> {
                    listing = walk;
                    return walk.all();
                })
                .map(entries -> {
                    listing = null;
                    left -= entries.size();
                    sort(directory, entries);
                    return null;
                });
    }

    private void sort(FtpPath directory, List<TreeWalk.Located> entries) {
        for (var located : entries) {
            FtpEntry entry = located.entry();
            if (entry.type() == FtpEntry.Type.LINK) {
                continue;
            }
            // A name that leads elsewhere is shown in listings as something other than a file.
            if (!EntryName.isFollowable(entry)) {
                throw FtpProblems.PROTOCOL_ERROR.toException("The FTP server names something in " + directory + " '"
                        + entry.name() + "', which no command can say; without it the ZIP file would not be whole.");
            }
            boolean file = entry.type() == FtpEntry.Type.FILE;
            if (!file && entry.type() != FtpEntry.Type.DIRECTORY) {
                continue;
            }
            FtpPath path = directory.child(entry.rawName());
            if (!use.allows(call, path)) {
                continue;
            }
            if (!file) {
                requireDepth(path);
                directories.add(counted(path, entry));
            } else if (wanted.test(entry)) {
                files.add(counted(path, entry));
            }
        }
    }

    private Waiting counted(FtpPath path, FtpEntry entry) {
        nameBytes += path.bytes().length;
        if (nameBytes > MOST_NAME_BYTES) {
            throw ListingProblems.TOO_LARGE.toException("The names in the tree are longer than " + MOST_NAME_BYTES
                    + " bytes together. " + ListingProblems.TOO_LARGE.advice());
        }
        return new Waiting(path, entry.modified());
    }

    private void requireDepth(FtpPath path) {
        if (path.segments().size() - start.segments().size() > MOST_LEVELS) {
            throw ListingProblems.TOO_LARGE.toException("The tree is deeper than " + MOST_LEVELS
                    + " directories: the FTP server may show a link as a directory that leads back.");
        }
    }

    /** Stops a listing that is under way. */
    public void abort() {
        if (listing != null) {
            listing.abort();
        }
        if (use.session().isBusy()) {
            use.session().abort();
        }
    }
}
