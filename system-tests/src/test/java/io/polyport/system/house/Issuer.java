package io.polyport.system.house;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes tokens (ES256) and serves the keys that verify them over HTTP; its key can be exchanged for a new one. */
public final class Issuer implements AutoCloseable {
    public static final String NAME = "https://id.house.test";
    public static final String AUDIENCE = "polyport";
    private static final String SCOPES = "ftp:read ftp:write ftp:command reference:read reference:write";

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile Key key = new Key(1);

    private record Key(String id, KeyPair pair) {
        Key(int number) {
            this("key-" + number, generate());
        }

        private static KeyPair generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return generator.generateKeyPair();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        JsonObject publicJwk() {
            var point = ((ECPublicKey) pair.getPublic()).getW();
            return new JsonObject()
                    .put("kty", "EC")
                    .put("crv", "P-256")
                    .put("kid", id)
                    .put("use", "sig")
                    .put("x", coordinate(point.getAffineX()))
                    .put("y", coordinate(point.getAffineY()));
        }

        private static String coordinate(BigInteger value) {
            byte[] bytes = value.toByteArray();
            byte[] fixed = new byte[32];
            int length = Math.min(bytes.length, 32);
            System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
            return encode(fixed);
        }
    }

    private Issuer(HttpServer server) {
        this.server = server;
    }

    public static Issuer open() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            var issuer = new Issuer(server);
            server.createContext("/jwks", exchange -> {
                issuer.fetches.incrementAndGet();
                byte[] set = new JsonObject()
                        .put("keys", new JsonArray().add(issuer.key.publicJwk()))
                        .encode()
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("content-type", "application/json");
                exchange.sendResponseHeaders(200, set.length);
                exchange.getResponseBody().write(set);
                exchange.close();
            });
            server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs with a new key from now on; the old one is no longer in the set. */
    public void rotate() {
        key = new Key(Integer.parseInt(key.id().substring(4)) + 1);
    }

    public String jwksUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    }

    /** How often the set was fetched. */
    public int fetches() {
        return fetches.get();
    }

    /** For an hour, with every right that the house's services know. */
    public String token(String subject) {
        return token(subject, SCOPES);
    }

    public String token(String subject, String scopes) {
        long now = Instant.now().getEpochSecond();
        Key current = key;
        String input = encode(new JsonObject()
                        .put("alg", "ES256")
                        .put("kid", current.id())
                        .put("typ", "JWT"))
                + "."
                + encode(new JsonObject()
                        .put("iss", NAME)
                        .put("aud", AUDIENCE)
                        .put("sub", subject)
                        .put("scope", scopes)
                        .put("iat", now)
                        .put("nbf", now)
                        .put("exp", now + 3_600));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(current.pair().getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + encode(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encode(JsonObject json) {
        return encode(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, bytes.length));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
