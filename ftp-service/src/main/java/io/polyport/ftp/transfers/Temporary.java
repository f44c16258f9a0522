package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.Renaming;
import io.polyport.ftp.logins.SessionUse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;

/**
 * What a copy has at the target until it has its name. It names all as the target's server does, so that whoever cleans up
 * needs no login at the source.
 *
 * @param file the copy's name, with raw names
 * @param mark what its temporary names begin with
 * @param renaming whether it was about to get its name, so that a file which is to be replaced may stand aside
 */
record Temporary(FtpPath file, String mark, boolean renaming) {
    /** @param file at the target, as the order and the walk name it; fails with {@code ftp.name-not-encodable} */
    static Temporary of(String transfer, FtpPath file, Charset names) {
        try {
            return new Temporary(FtpPath.ofServer(file.encode(names)), Names.mark(transfer, file), false);
        } catch (CharacterCodingException unsayable) {
            throw FtpProblems.NAME_NOT_ENCODABLE.toException();
        }
    }

    Temporary renaming(boolean is) {
        return new Temporary(file, mark, is);
    }

    FtpPath path() {
        return file.parent().child(Names.temporary(mark));
    }

    FtpPath replaced() {
        return file.parent().child(Names.replaced(mark));
    }

    /** Whether nothing of it is left there; never fails. What was to be replaced has its name again, or is gone too. */
    Future<Boolean> remove(SessionUse target) {
        FtpSession session = target.session();
        if (session.ended().isComplete()) {
            return Future.succeededFuture(false);
        }
        Future<Void> settled = renaming
                ? Renaming.settle(session, target.onServer(file), target.onServer(replaced()))
                : Future.succeededFuture();
        // As long as the one that is to be replaced has not its name back, both stay: one of them may be all there is.
        return settled.compose(done -> session.delete(target.onServer(path()))
                        .recover(failure -> Failures.is(failure, FtpProblems.NOT_FOUND)
                                ? Future.succeededFuture()
                                : Future.failedFuture(failure)))
                .map(true)
                .otherwise(false);
    }

    /** What may be left of it there: a file that was to be replaced, too, which somebody may want to have back. */
    List<FtpPath> paths() {
        return renaming ? List.of(path(), replaced()) : List.of(path());
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("file", Base64.getUrlEncoder().withoutPadding().encodeToString(file.bytes()))
                .put("mark", mark)
                .put("renaming", renaming);
    }

    static Temporary of(JsonObject json) {
        return new Temporary(
                FtpPath.ofServer(Base64.getUrlDecoder().decode(json.getString("file"))),
                json.getString("mark"),
                json.getBoolean("renaming"));
    }
}
