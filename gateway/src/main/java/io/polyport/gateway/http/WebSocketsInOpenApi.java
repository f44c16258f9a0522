package io.polyport.gateway.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What {@code /openapi.json} says of WebSockets: OpenAPI 3.1 has no words for them, so it stands in the descriptions. */
final class WebSocketsInOpenApi {
    private static final String HOW =
            "Also as a WebSocket at the same URL: each text message is a line of the request's"
                    + " NDJSON, each line of the answer a text message. Browsers show a ticket from POST /auth/tickets as the"
                    + " subprotocol polyport.ticket.<ticket>.";

    private WebSocketsInOpenApi() {}

    /** The path with a word at each operation that a WebSocket reaches; where there is one, tickets are told of, too. */
    static JsonObject told(JsonObject path, JsonObject paths) {
        for (String method : path.fieldNames()) {
            if (path.getValue(method) instanceof JsonObject operation
                    && operation.getBoolean("x-polyport-websocket", false)) {
                String said = operation.getString("description", "");
                operation.put("description", said.isEmpty() ? HOW : said + "\n\n" + HOW);
                operation
                        .getJsonObject("responses", new JsonObject())
                        .put("101", new JsonObject().put("description", "A WebSocket is open"));
                paths.put(TicketDesk.PATH, tickets());
            }
        }
        return path;
    }

    private static JsonObject tickets() {
        var string = new JsonObject().put("type", "string");
        var order = object("url", string);
        var ticket = object(
                "ticket",
                string,
                "protocol",
                string,
                "url",
                string,
                "expiresInSeconds",
                new JsonObject().put("type", "integer"));
        return new JsonObject()
                .put(
                        "post",
                        new JsonObject()
                                .put("operationId", "gateway.ticket")
                                .put("summary", "A ticket that opens one WebSocket, for callers who can send no token")
                                .put("security", new JsonArray().add(new JsonObject().put("bearer", new JsonArray())))
                                .put("requestBody", content(order).put("required", true))
                                .put(
                                        "responses",
                                        new JsonObject()
                                                .put("201", content(ticket).put("description", "The ticket"))));
    }

    private static JsonObject object(Object... namesAndTypes) {
        var properties = new JsonObject();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            properties.put((String) namesAndTypes[i], namesAndTypes[i + 1]);
        }
        return new JsonObject().put("type", "object").put("properties", properties);
    }

    private static JsonObject content(JsonObject schema) {
        return new JsonObject()
                .put("content", new JsonObject().put("application/json", new JsonObject().put("schema", schema)));
    }
}
