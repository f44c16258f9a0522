package io.polyport.standalone.shop;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The shop's methods. Answers follow from what was asked. */
final class Shop {
    private static final int MOST_STOPS = 1_000_000;
    private static final int USUAL_STOPS = 3;
    private static final Duration USUAL_PAUSE = Duration.ofMillis(500);
    private static final Duration USUAL_INVENTORY = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** A caller who does not read is looked after so often. */
    private static final long PATIENCE_MILLIS = 10;

    private final Vertx vertx;
    private final Clock clock;

    Shop(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** By their names in the schema. */
    Map<String, Consumer<DemoCall>> methods() {
        return Map.of(
                "GetPrice", Shop::getPrice,
                "PlaceOrder", this::placeOrder,
                "TrackParcel", this::trackParcel,
                "Bargain", Shop::bargain,
                "TakeInventory", this::takeInventory);
    }

    private static void getPrice(DemoCall call) {
        call.onMessage(
                asked -> {
                    var article = Assortment.named(asked.getString("article"));
                    int quantity = quantity(asked, 1);
                    call.send(new JsonObject()
                            .put("article", article.name())
                            .put("quantity", quantity)
                            .put("unitPrice", article.price())
                            .put("total", article.price() * quantity)
                            .put("inStock", article.inStock()));
                },
                call::end);
    }

    /** @param zero what 0 counts as */
    private static int quantity(JsonObject asked, int zero) {
        int quantity = asked.getInteger("quantity");
        if (quantity < 0 || (quantity == 0 && zero == 0)) {
            throw DemoFault.badField("quantity", "has to be above 0");
        }
        return quantity == 0 ? zero : quantity;
    }

    private void placeOrder(DemoCall call) {
        var receipt = new Object() {
            private int lines;
            private long pieces;
            private long total;
        };
        call.onMessage(
                line -> {
                    var article = Assortment.named(line.getString("article"));
                    int quantity = quantity(line, 0);
                    if (quantity > article.inStock()) {
                        throw DemoFault.outOfStock(article.name(), quantity, article.inStock());
                    }
                    receipt.lines++;
                    receipt.pieces += quantity;
                    receipt.total += quantity * article.price();
                },
                () -> {
                    call.send(new JsonObject()
                            .put("lines", receipt.lines)
                            .put("pieces", receipt.pieces)
                            .put("total", receipt.total)
                            .put("printedAt", clock.instant().toString()));
                    call.end();
                });
    }

    private void trackParcel(DemoCall call) {
        call.onMessage(
                asked -> {
                    String parcel = asked.getString("parcel");
                    if (parcel.isBlank()) {
                        throw DemoFault.badField("parcel", "is missing");
                    }
                    int stops = asked.getInteger("stops");
                    if (stops < 0 || stops > MOST_STOPS) {
                        throw DemoFault.badField("stops", "has to be from 1 to " + MOST_STOPS);
                    }
                    Duration pause = duration(asked, "pause", USUAL_PAUSE);
                    new Journey(call, parcel, stops == 0 ? USUAL_STOPS : stops, pause).go();
                },
                () -> {});
    }

    /** Tells one stop after the other, not faster than its caller reads. */
    private final class Journey {
        private final DemoCall call;
        private final String parcel;
        private final int stops;
        private final long pauseMillis;
        private int stop;
        private long timer;

        Journey(DemoCall call, String parcel, int stops, Duration pause) {
            this.call = call;
            this.parcel = parcel;
            this.stops = stops;
            this.pauseMillis = pause.toMillis();
            call.whenOver(() -> vertx.cancelTimer(timer));
        }

        void go() {
            do {
                if (call.isFull()) {
                    timer = vertx.setTimer(PATIENCE_MILLIS, again -> go());
                    return;
                }
                stop++;
                call.send(new JsonObject()
                        .put("parcel", parcel)
                        .put("stop", stop)
                        .put("of", stops)
                        .put("state", state())
                        .put("at", clock.instant().toString()));
                if (stop == stops) {
                    call.end();
                    return;
                }
            } while (pauseMillis == 0);
            timer = vertx.setTimer(pauseMillis, next -> go());
        }

        private String state() {
            if (stop == stops) {
                return "DELIVERED";
            }
            return stop == 1 ? "ACCEPTED" : "ON_THE_WAY";
        }
    }

    private static void bargain(DemoCall call) {
        call.onMessage(
                offer -> {
                    var article = Assortment.named(offer.getString("article"));
                    long offered = Long.parseLong(offer.getString("price"));
                    call.send(answer(article, offered).put("article", article.name()));
                },
                call::end);
    }

    /** Takes what is near enough to the price, meets others half-way, and refuses what is no offer. */
    private static JsonObject answer(Assortment.Article article, long offered) {
        if (offered >= article.floor()) {
            return verdict("DEAL", Math.min(offered, article.price()));
        }
        return offered < article.floor() / 2
                ? verdict("REFUSED", article.price())
                : verdict("COUNTER", Math.max(article.floor(), (offered + article.price()) / 2));
    }

    private static JsonObject verdict(String word, long price) {
        return new JsonObject().put("verdict", word).put("price", price);
    }

    private void takeInventory(DemoCall call) {
        call.onMessage(
                asked -> {
                    var stock = new JsonObject();
                    long value = 0;
                    for (Object name : asked.getJsonArray("articles", new JsonArray())) {
                        var article = Assortment.named((String) name);
                        stock.put(article.name(), article.inStock());
                        value += article.inStock() * article.price();
                    }
                    var inventory = new JsonObject().put("inStock", stock).put("value", value);
                    long millis = Math.max(
                            1, duration(asked, "takes", USUAL_INVENTORY).toMillis());
                    long timer = vertx.setTimer(millis, done -> {
                        call.send(inventory);
                        call.end();
                    });
                    call.whenOver(() -> vertx.cancelTimer(timer));
                },
                () -> {});
    }

    /** A google.protobuf.Duration, which is {@code "1.5s"} in JSON. */
    private static Duration duration(JsonObject asked, String field, Duration usual) {
        String written = asked.getString(field);
        if (written == null) {
            return usual;
        }
        long millis = new BigDecimal(written.substring(0, written.length() - 1))
                .movePointRight(3)
                .longValue();
        if (millis < 0 || millis > LONGEST.toMillis()) {
            throw DemoFault.badField(field, "has to be from 0s to " + LONGEST.toSeconds() + "s");
        }
        return Duration.ofMillis(millis);
    }
}
