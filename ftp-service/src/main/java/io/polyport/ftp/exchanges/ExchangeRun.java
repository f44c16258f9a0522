package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One visit to one exchange: does the tasks that are due, and writes down what came of them and when they are due next. */
final class ExchangeRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeRun.class);
    private static final long SLACK_MILLIS = 20;

    private final String name;
    private final ExchangeSettings settings;
    private final Journal journal;
    private final Function<String, Task> tasks;
    private final ExchangeMeters meters;

    ExchangeRun(
            String name,
            ExchangeSettings settings,
            Journal journal,
            Function<String, Task> tasks,
            ExchangeMeters meters) {
        this.name = name;
        this.settings = settings;
        this.journal = journal;
        this.tasks = tasks;
        this.meters = meters;
    }

    Future<Void> run() {
        forgetOtherConfiguration();
        Asked.take(journal);
        Future<Void> so = Future.succeededFuture();
        for (String task : Tasks.of(settings)) {
            so = so.compose(done -> isDue(task) ? run(task) : Future.succeededFuture());
        }
        return so.compose(done -> journal.finish(next()));
    }

    /** What was under way by another configuration can't be gone on with: its names may be others'. */
    private void forgetOtherConfiguration() {
        String now = Integer.toHexString(settings.toString().hashCode());
        JsonObject body = journal.body();
        if (!now.equals(body.getString("settings"))) {
            for (String task : List.of(Tasks.DOWNLOAD, Tasks.REQUEST, Tasks.UPLOAD)) {
                Unfinished.drop(journal.part(task));
                journal.part(task).remove("next");
            }
            body.put("settings", now);
        }
    }

    private boolean isDue(String task) {
        JsonObject part = journal.part(task);
        long next = part.getLong("next", 0L);
        return Asked.isSet(part) || next <= now() + SLACK_MILLIS;
    }

    private Instant next() {
        return Tasks.of(settings).stream()
                .map(task -> Instant.ofEpochMilli(journal.part(task).getLong("next")))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private Future<Void> run(String task) {
        Instant began = Instant.now();
        return guarded(task).transform(done -> {
            if (journal.isStopped()) {
                return Future.failedFuture(new Stopped());
            }
            JsonObject part = journal.part(task).put("lastRun", began.toString());
            if (done.succeeded()) {
                succeeded(task, part, done.result());
            } else {
                failed(task, part, problem(done.cause()));
            }
            return Future.succeededFuture();
        });
    }

    private Problem problem(Throwable failure) {
        return Problems.of(failure, "exchange " + name).problem();
    }

    private Future<Result> guarded(String task) {
        try {
            return tasks.apply(task).run();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private void succeeded(String task, JsonObject part, Result result) {
        part.put("result", result.outcome().word());
        set(part, "detail", result.detail());
        part.remove("code");
        if (result.outcome() == Result.Outcome.DONE) {
            meters.done(name, task);
            LOG.atInfo()
                    .addKeyValue("exchange", name)
                    .addKeyValue("what", task)
                    .addKeyValue("file", result.detail())
                    .log("exchanged");
        }
        var unfinished = Unfinished.failed(part);
        if (result.outcome() != Result.Outcome.GAVE_UP && unfinished.isEmpty()) {
            part.remove("attempts");
        }
        if (result.outcome() != Result.Outcome.SETTLING) {
            part.remove(Asked.MEMBER);
        }
        unfinished.ifPresent(one -> Unfinished.tell(one, part));
        result.setback().ifPresent(failure -> tell(task, part, problem(failure)));
        dueIn(
                part,
                result.outcome() == Result.Outcome.SETTLING
                        ? least(Tasks.settle(settings, task), settings.pollPeriod())
                        : settings.pollPeriod());
    }

    private void failed(String task, JsonObject part, Problem problem) {
        part.remove(Asked.MEMBER);
        tell(task, part, problem);
        boolean again = task.equals(Tasks.UPLOAD) && !settings.uploadPeriod().isZero();
        dueIn(part, again ? settings.uploadPeriod() : settings.pollPeriod());
    }

    private void tell(String task, JsonObject part, Problem problem) {
        part.put("result", "failed").put("code", problem.code());
        set(part, "detail", History.shortened(problem.detail()));
        int attempts = part.getInteger("attempts", 0) + 1;
        part.put("attempts", attempts);
        History.failed(journal.body(), task, problem);
        meters.failed(name, task);
        if (attempts == 1) {
            LOG.atWarn()
                    .addKeyValue("exchange", name)
                    .addKeyValue("what", task)
                    .addKeyValue("code", problem.code())
                    .log("an exchange failed and is tried again: {}", problem.detail());
        }
    }

    private static void set(JsonObject part, String member, String text) {
        if (text.isEmpty()) {
            part.remove(member);
        } else {
            part.put(member, text);
        }
    }

    private void dueIn(JsonObject part, Duration pause) {
        part.put("next", now() + pause.toMillis());
    }

    /** The database has handed the exchange out by its own clock, which may be ahead. */
    private long now() {
        return Math.max(System.currentTimeMillis(), journal.handedOut());
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
