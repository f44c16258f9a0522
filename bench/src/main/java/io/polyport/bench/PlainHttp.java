package io.polyport.bench;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** The yardstick: an HTTP server of Vert.x with nothing around it, which answers what {@link EchoPart} answers. */
public final class PlainHttp extends VerticleBase {
    private final int port;

    private PlainHttp(int port) {
        this.port = port;
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        Supplier<Deployable> loop = () -> new PlainHttp(port);
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx.vertx()
                .deployVerticle(loop, new DeploymentOptions().setInstances(loops))
                .onFailure(failure -> {
                    System.err.println("PlainHttp did not start: " + failure.getMessage());
                    System.exit(1);
                });
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    String path = request.path();
                    request.response()
                            .putHeader("content-type", "application/json")
                            .end(Greeting.to(path.substring(path.lastIndexOf('/') + 1), "nobody"));
                })
                .listen(port, "127.0.0.1");
    }
}
