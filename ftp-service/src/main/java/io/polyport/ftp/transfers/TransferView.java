package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.polyport.store.Entry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** A transfer as its caller sees it. */
public final class TransferView {
    private TransferView() {}

    /** All of it. */
    public static JsonObject of(Entry entry) {
        var transfer = Transfer.of(entry.body());
        var errors = new JsonArray();
        transfer.errors.forEach(error -> errors.add(new JsonObject()
                .put("path", error.shown())
                .put("code", error.code())
                .put("detail", error.detail())));
        return summary(entry.id(), transfer).put("errors", errors);
    }

    /** Without the errors of single files. */
    public static JsonObject summary(Entry entry) {
        return summary(entry.id(), Transfer.of(entry.body()));
    }

    public static Order order(Entry entry) {
        return Order.of(entry.body().getJsonObject("order"));
    }

    private static JsonObject summary(String id, Transfer transfer) {
        var json = new JsonObject()
                .put("id", id)
                .put("state", transfer.state.word())
                .mergeIn(transfer.order.toJson())
                .put("bytes", bytes(transfer))
                .put(
                        "files",
                        new JsonObject()
                                .put("done", transfer.filesDone)
                                .put("skipped", transfer.filesSkipped)
                                .put("failed", transfer.filesFailed)
                                .put("total", known(transfer.filesTotal)))
                .put("current", current(transfer))
                .put("rate", transfer.state == Transfer.State.RUNNING ? transfer.rate : 0)
                .put("etaSeconds", eta(transfer))
                .put("attempts", transfer.attempts)
                .put("created", transfer.created.toString())
                .put("started", text(transfer.started))
                .put("ended", text(transfer.ended));
        if (transfer.wish != Transfer.Wish.NONE && !transfer.state.isEnded()) {
            json.put("wish", transfer.wish == Transfer.Wish.PAUSE ? "paused" : "cancelled");
        }
        List<Temporary> left = transfer.state.isEnded() ? transfer.temporaries() : transfer.leftovers;
        if (!left.isEmpty()) {
            json.put(
                    "leftovers",
                    new JsonArray(left.stream()
                            .flatMap(each -> each.paths().stream())
                            .map(FtpPath::toString)
                            .toList()));
        }
        if (transfer.problem != null) {
            json.put("problem", transfer.problem).put("nextAttempt", text(transfer.next));
        }
        return json;
    }

    private static JsonObject bytes(Transfer transfer) {
        return new JsonObject()
                .put("done", transfer.bytesDone + at(transfer))
                .put("skipped", transfer.bytesPassed)
                .put("sent", transfer.bytesSent)
                .put("total", known(transfer.bytesTotal));
    }

    private static long at(Transfer transfer) {
        return transfer.current == null ? 0 : transfer.current.at();
    }

    private static JsonObject current(Transfer transfer) {
        if (transfer.current == null || transfer.state.isEnded()) {
            return null;
        }
        return new JsonObject()
                .put("path", transfer.current.shown())
                .put("done", transfer.current.at())
                .put("size", known(transfer.current.size()));
    }

    private static Long eta(Transfer transfer) {
        if (transfer.state != Transfer.State.RUNNING || transfer.rate <= 0 || transfer.bytesTotal < 0) {
            return null;
        }
        long left = transfer.bytesTotal - transfer.bytesDone - transfer.bytesPassed - at(transfer);
        return Math.max(0, left) / transfer.rate;
    }

    private static Long known(long number) {
        return number < 0 ? null : number;
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    /** Whether nothing will change any more. */
    static boolean isEnded(Entry entry) {
        return Transfer.State.valueOf(entry.body().getString("state")).isEnded();
    }
}
