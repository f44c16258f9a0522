package io.polyport.ftp.operations;

import io.polyport.ftp.ExchangeSettings;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.exchanges.ExchangeBook;
import io.polyport.ftp.exchanges.ExchangeBook.What;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Exchanges as callers see them (FT-34, FT-36). */
final class Exchanges {
    private final ExchangeBook book;

    Exchanges(ExchangeBook book) {
        this.book = book;
    }

    /** A file of an exchange on a connection, which the policy may allow or not. */
    private record Touched(String connection, String object) {
        static Touched of(String connection, String path) {
            return new Touched(connection, SessionUse.objectOf(FtpPath.ofText(path)));
        }
    }

    Future<Answer> list(Call call) {
        var shown = book.names().stream()
                .filter(name -> touched(book.settings(name)).stream()
                        .allMatch(one -> call.isGranted("read", one.connection(), one.object())))
                .map(book::show)
                .toList();
        return Future.join(shown).map(all -> {
            var exchanges = new JsonArray();
            shown.forEach(one -> exchanges.add(withoutHistory(one.result())));
            return Answer.json(200, new JsonObject().put("exchanges", exchanges));
        });
    }

    private static JsonObject withoutHistory(JsonObject exchange) {
        exchange.remove("history");
        return exchange;
    }

    Future<Answer> show(Call call) {
        String name = call.rawArgument("name");
        require(call, "read", touched(book.settings(name)));
        return book.show(name).map(json -> Answer.json(200, json));
    }

    Future<Answer> run(Call call) {
        String name = call.rawArgument("name");
        ExchangeSettings settings = book.settings(name);
        require(call, "write", touched(settings));
        Future<JsonObject> body = call.bodyLength() == 0 ? Future.succeededFuture(new JsonObject()) : call.json();
        return body.map(json -> what(json, settings))
                .compose(what -> book.ask(name, what))
                .map(json -> Answer.json(202, json));
    }

    private static What what(JsonObject body, ExchangeSettings settings) {
        Object what = body.getValue("what", "upload");
        boolean upload = "upload".equals(what);
        if (body.fieldNames().stream().anyMatch(name -> !name.equals("what"))
                || (!upload && !"download".equals(what))) {
            throw fault("has to be upload or download, and nothing else stands beside it");
        }
        if (upload ? settings.upload().isEmpty() : settings.download().isEmpty()) {
            throw fault("is " + what + ", which this exchange has not");
        }
        return upload ? What.UPLOAD : What.DOWNLOAD;
    }

    private static RuntimeException fault(String fault) {
        return Problem.of(BusProblems.BAD_REQUEST, "The body's member 'what' " + fault + ".")
                .withField("body:/what", fault)
                .toException();
    }

    private static void require(Call call, String access, List<Touched> touched) {
        touched.forEach(one -> call.requireGrant(access, one.connection(), one.object()));
    }

    /** Every path at a server that the exchange uses; a pattern stands for itself. */
    private static List<Touched> touched(ExchangeSettings settings) {
        var all = new ArrayList<Touched>();
        String connection = settings.connection();
        settings.download().ifPresent(one -> {
            all.add(Touched.of(connection, one.remote()));
            one.after().directory().ifPresent(directory -> all.add(Touched.of(connection, directory)));
        });
        settings.upload().ifPresent(one -> {
            all.add(Touched.of(connection, one.remote()));
            one.requestFlag().ifPresent(flag -> all.add(Touched.of(connection, flag)));
        });
        settings.local()
                .connection()
                .ifPresent(other ->
                        all.add(Touched.of(other, settings.local().directory().orElseThrow())));
        return all;
    }
}
