package io.polyport.bench.sessions;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** One client under load: waits for {@code GET /?sessions=1000} and answers how that round went. */
public final class SessionLoad {
    static final String FOLDER = "pub";
    static final String FILE = "pub/report.bin";
    static final int FILE_BYTES = 4096;
    static final int ENTRIES = 10;

    /** A client: runs so many sessions at once, each from login to good-bye; answers how many did not go well. */
    interface Client {
        int failed(int sessions) throws Exception;
    }

    private SessionLoad() {}

    /** @param args port to listen on; which client: own, threads, equal, virtual, bare or pipelined; port of the FTP server */
    public static void main(String[] args) throws IOException {
        int ftp = Integer.parseInt(args[2]);
        Client client = switch (args[1]) {
            case "own" -> new OwnSessions(ftp);
            case "threads" -> new BlockingSessions(ftp, Thread.ofPlatform().factory(), false);
            case "equal" -> new BlockingSessions(ftp, Thread.ofPlatform().factory(), true);
            case "bare" -> new BareSessions(ftp, BareSession.Manner.IN_TURN);
            case "pipelined" -> new BareSessions(ftp, BareSession.Manner.PIPELINED);
            case "virtual" -> new BlockingSessions(ftp, Thread.ofVirtual().factory(), false);
            default -> throw new IllegalArgumentException(args[1]);
        };
        var server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 0);
        server.createContext("/", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            byte[] answer = (query == null ? "{}" : round(client, Integer.parseInt(query.split("=")[1])))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static String round(Client client, int sessions) {
        var threads = ManagementFactory.getThreadMXBean();
        threads.resetPeakThreadCount();
        long begin = System.nanoTime();
        int failed = quietly(() -> client.failed(sessions));
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new JsonObject()
                .put("seconds", seconds)
                .put("failed", failed)
                .put("threads", threads.getPeakThreadCount())
                .encode();
    }

    private static int quietly(Callable<Integer> round) {
        try {
            return round.call();
        } catch (Exception fault) {
            throw new IllegalStateException("the round did not end", fault);
        }
    }
}
