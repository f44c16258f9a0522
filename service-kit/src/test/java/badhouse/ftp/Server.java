package badhouse.ftp;

/** Serves HTTP. */
final class Server {
    io.vertx.core.http.HttpServer server;
}
