package io.polyport.ftp.protocol;

import io.vertx.core.Future;

/** What a server calls its system (SYST): asked when it is first needed, and once. */
final class ServerSystem {
    private final Commands commands;
    private String told;

    ServerSystem(Commands commands) {
        this.commands = commands;
    }

    /** Empty when the server does not tell. */
    Future<String> ask() {
        if (told != null) {
            return Future.succeededFuture(told);
        }
        return commands.ask("SYST").map(reply -> {
            told = reply.code() == 215 ? reply.text() : "";
            return told;
        });
    }

    /** Empty also before it was asked for. */
    String told() {
        return told == null ? "" : told;
    }
}
