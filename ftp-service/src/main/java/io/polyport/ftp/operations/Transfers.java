package io.polyport.ftp.operations;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.logins.Place;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.transfers.Order;
import io.polyport.ftp.transfers.Overwrite;
import io.polyport.ftp.transfers.StoredGrants;
import io.polyport.ftp.transfers.TransferRoom;
import io.polyport.ftp.transfers.TransferView;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.polyport.store.Entry;
import io.polyport.store.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Transfers between two connections in the background (FT-21). */
final class Transfers {
    private static final Set<String> MEMBERS = Set.of("from", "to", "recursive", "pattern", "overwrite");
    private static final Set<String> SIDE = Set.of("connection", "path");
    private static final int LONGEST_PATTERN = 255;
    private static final int LONGEST_PATH = 4_096;

    private final Sessions sessions;
    private final TransferRoom room;

    Transfers(Sessions sessions, TransferRoom room) {
        this.sessions = sessions;
        this.room = room;
    }

    Future<Answer> create(Call call) {
        return call.json().compose(body -> {
            Order order = order(body);
            requireGrants(call, order);
            requireOther(order);
            return room.create(owner(call), order, grants(call)).map(entry -> accepted(call, entry));
        });
    }

    private static Answer accepted(Call call, Entry entry) {
        return Answer.json(202, TransferView.of(entry)).with("location", call.url("/transfers/" + entry.id()));
    }

    private static String owner(Call call) {
        return Owner.of(call.principal());
    }

    private static StoredGrants grants(Call call) {
        return new StoredGrants(call.envelope().grants());
    }

    private static Order order(JsonObject body) {
        requireMembers(body, MEMBERS, "");
        return new Order(
                side(body, "from"),
                side(body, "to"),
                flag(body, "recursive"),
                pattern(body),
                Overwrite.of(body.getValue("overwrite", false))
                        .orElseThrow(() -> Connections.fault("overwrite", "has to be true, false or \"newer\"")));
    }

    private static void requireMembers(JsonObject json, Set<String> known, String where) {
        Set<String> unknown = new TreeSet<>(json.fieldNames());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw Connections.fault(
                    where + unknown.iterator().next(), "is not known; there are " + new TreeSet<>(known));
        }
    }

    private static Order.Side side(JsonObject body, String name) {
        if (!(body.getValue(name) instanceof JsonObject side)) {
            throw Connections.fault(name, "has to be an object with 'connection' and 'path'");
        }
        requireMembers(side, SIDE, name + "/");
        if (!(side.getValue("connection") instanceof String connection)) {
            throw Connections.fault(name + "/connection", "has to be the name of a configured connection");
        }
        if (connection.startsWith("~")) {
            throw Connections.fault(
                    name + "/connection",
                    "is an opened connection, which a transfer could outlive; it has to be the name of a configured one");
        }
        if (!(side.getValue("path") instanceof String path) || path.length() > LONGEST_PATH) {
            throw Connections.fault(
                    name + "/path", "has to be a path as text of at most " + LONGEST_PATH + " characters");
        }
        return new Order.Side(connection, path);
    }

    private static boolean flag(JsonObject body, String name) {
        if (!(body.getValue(name, false) instanceof Boolean flag)) {
            throw Connections.fault(name, "has to be true or false");
        }
        return flag;
    }

    private static Optional<String> pattern(JsonObject body) {
        Object value = body.getValue("pattern");
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String pattern) || pattern.isEmpty() || pattern.length() > LONGEST_PATTERN) {
            throw Connections.fault("pattern", "has to be a pattern of names, such as *.csv");
        }
        return Optional.of(pattern);
    }

    /** Who may not use a connection does not learn whether there is one of this name. */
    private void requireGrants(Call call, Order order) {
        requireGrant(call, "read", order.from(), order.isTree());
        requireGrant(call, "write", order.to(), order.isTree());
    }

    private void requireGrant(Call call, String access, Order.Side side, boolean tree) {
        if (!sessions.configured().containsKey(side.connection())) {
            call.requireGrant(access, side.connection(), "/");
        }
        call.requireGrant(access, side.connection(), SessionUse.objectOf(path(side, tree)));
    }

    private FtpPath path(Order.Side side, boolean tree) {
        return side.in(place(side), tree);
    }

    /** One may be said from the connection's root, the other from the server's. */
    private FtpPath onServer(Order.Side side, Order order) {
        return place(side).resolve(path(side, order.isTree()));
    }

    private Place place(Order.Side side) {
        return Place.of(side.connection(), sessions.configured(side.connection()));
    }

    private void requireOther(Order order) {
        if (!order.from().connection().equals(order.to().connection())) {
            return;
        }
        FtpPath from = onServer(order.from(), order);
        FtpPath to = onServer(order.to(), order);
        if (from.equals(to)) {
            throw Connections.fault("to/path", "is the same as from/path on the same connection");
        }
        if (order.recursive() && isIn(to, from)) {
            throw Connections.fault("to/path", "lies in from/path, so the copy would never end");
        }
    }

    private static boolean isIn(FtpPath path, FtpPath directory) {
        for (FtpPath each = path; !each.isEmpty(); each = each.parent()) {
            if (each.equals(directory)) {
                return true;
            }
        }
        return directory.isEmpty() && path.isAbsolute() == directory.isAbsolute();
    }

    Future<Answer> list(Call call) {
        String after = call.query().text("after").orElse("");
        return room.list(owner(call), after).map(page -> {
            var all = new JsonArray();
            page.forEach(entry -> all.add(TransferView.summary(entry)));
            var json = new JsonObject().put("transfers", all);
            if (TransferRoom.isWholePage(page)) {
                json.put("after", page.getLast().id());
            }
            return Answer.json(200, json);
        });
    }

    Future<Answer> show(Call call) {
        boolean events = call.header("accept")
                .filter(accept -> accept.contains("text/event-stream"))
                .isPresent();
        return room.find(owner(call), call.rawArgument("id"))
                .map(entry -> events ? events(call, entry) : Answer.json(200, TransferView.of(entry)));
    }

    private Answer events(Call call, Entry entry) {
        var events = room.events(entry, told(call));
        // 204 tells an EventSource not to come back (HTML, server-sent events).
        return events.isEmpty()
                ? Answer.empty(204)
                : new Answer.Streamed(
                        200,
                        List.of(
                                Map.entry("content-type", "text/event-stream"),
                                Map.entry("cache-control", "no-store"),
                                Map.entry("x-accel-buffering", "no")),
                        events.get(),
                        events.get()::abort);
    }

    /** What is no version of ours is none that the reader knows. */
    private static long told(Call call) {
        String id = call.header("last-event-id").orElse("");
        return id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
    }

    Future<Answer> pause(Call call) {
        return room.pause(owner(call), call.rawArgument("id")).map(entry -> accepted(call, entry));
    }

    Future<Answer> resume(Call call) {
        String id = call.rawArgument("id");
        return room.find(owner(call), id).compose(entry -> {
            requireGrants(call, TransferView.order(entry));
            return room.resume(owner(call), id, grants(call)).map(resumed -> accepted(call, resumed));
        });
    }

    Future<Answer> cancel(Call call) {
        return room.cancel(owner(call), call.rawArgument("id")).map(entry -> accepted(call, entry));
    }

    Future<Answer> remove(Call call) {
        return room.remove(owner(call), call.rawArgument("id")).map(Answer.empty(204));
    }
}
