package io.polyport.ftp.protocol;

import io.vertx.core.Future;

/** What a server calls its system (SYST): asked when it is first needed, and once for all sessions that share its traits. */
final class ServerSystem {
    private final Commands commands;
    private final ServerTraits traits;
    private String told;

    ServerSystem(Commands commands, ServerTraits traits) {
        this.commands = commands;
        this.traits = traits;
        this.told = traits.system();
    }

    /** Empty when the server does not tell. */
    Future<String> ask() {
        if (told != null) {
            return Future.succeededFuture(told);
        }
        return commands.ask("SYST").map(reply -> {
            told = reply.code() == 215 ? reply.text() : "";
            if (reply.code() == 215 || reply.isNoCommand()) {
                traits.system(told);
            }
            return told;
        });
    }

    /** Empty also before it was asked for. */
    String told() {
        return told == null ? "" : told;
    }
}
