package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Configured.bearer;
import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;

import com.nimbusds.jose.jwk.ECKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** The table of attacks; each is one change of a token that is right. */
final class AttackTokens {
    /** A request that must be refused, and why. */
    record Attack(String name, Refusal reason, Credentials credentials) {
        /** Parts of the tokens that no answer may repeat. */
        List<String> secrets() {
            return credentials.authorization().stream()
                    .flatMap(value -> Arrays.stream(value.split("[ .,]")))
                    .filter(part -> part.length() > 16)
                    .toList();
        }
    }

    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final String NESTED = "[".repeat(60) + "]".repeat(60);

    private final List<Attack> attacks = new ArrayList<>();
    private final Forge forge;
    private final String canary;
    private final String secret;
    private final Forge.Signer right;

    AttackTokens(Forge forge, String canary, String secret) {
        this.forge = forge;
        this.canary = canary;
        this.secret = secret;
        this.right = Forge.es256(forge.ec);
    }

    List<Attack> all() {
        algorithms();
        keyConfusion();
        psychicSignatures();
        encodings();
        keyIds();
        keysInTheHeader();
        extensions();
        json();
        severalTokens();
        encrypted();
        types();
        issuersAndAudiences();
        times();
        claimForms();
        return attacks;
    }

    private void add(String name, Refusal reason, String token) {
        attacks.add(new Attack(name, reason, bearer(token)));
    }

    private void withHeader(String name, Refusal reason, UnaryOperator<JsonObject> change) {
        add(name, reason, token(change.apply(header()), claims(), right));
    }

    private void withClaims(String name, Refusal reason, UnaryOperator<JsonObject> change) {
        add(name, reason, token(header(), change.apply(claims()), right));
    }

    private void algorithms() {
        for (var none : List.of("none", "None", "NONE", "nOnE")) {
            withHeader("alg " + none, Refusal.ALGORITHM, header -> header.put("alg", none));
            add(
                    "alg " + none + " with an empty signature",
                    Refusal.ALGORITHM,
                    Forge.encode(header().put("alg", none).encode()) + "." + Forge.encode(claims().encode()) + ".");
        }
        withHeader("alg missing", Refusal.MALFORMED, header -> {
            header.remove("alg");
            return header;
        });
        withHeader("alg null", Refusal.MALFORMED, header -> header.putNull("alg"));
        withHeader("alg a number", Refusal.MALFORMED, header -> header.put("alg", 256));
        withHeader("alg an array", Refusal.MALFORMED, header -> header.put("alg", new JsonArray().add("ES256")));
        for (var odd : List.of("", "ES999", "ES256 ", "es256", "ES256K", "RSA-OAEP", "dir")) {
            withHeader("alg '" + odd + "'", Refusal.ALGORITHM, header -> header.put("alg", odd));
        }
        add(
                "no signature part",
                Refusal.MALFORMED,
                forge.good().substring(0, forge.good().lastIndexOf('.')));
        add(
                "an empty signature part",
                Refusal.MALFORMED,
                forge.good().substring(0, forge.good().lastIndexOf('.') + 1));
        add("nothing at all", Refusal.MALFORMED, "");
        add("two dots", Refusal.MALFORMED, "..");
        add("five parts", Refusal.MALFORMED, forge.good() + ".AAAA.AAAA");
        add("four parts", Refusal.MALFORMED, forge.good() + ".AAAA");
    }

    private void keyConfusion() {
        var der = key(forge.rsa).getEncoded();
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----";
        hmacWith("the RSA key's PEM", pem.getBytes(StandardCharsets.US_ASCII));
        hmacWith("the RSA key's PEM and a line end", (pem + "\n").getBytes(StandardCharsets.US_ASCII));
        hmacWith("the RSA key's DER", der);
        hmacWith("the RSA key's JWK", forge.rsa.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8));
        hmacWith("the RSA modulus", key(forge.rsa).getModulus().toByteArray());
        hmacWith("the EC key's JWK", forge.ec.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8));
        add(
                "RS256 signature under PS256",
                Refusal.SIGNATURE,
                token(header("PS256", "rsa-1"), claims(), Forge.rs256(forge.rsa)));
        add(
                "PS256 signature under RS256",
                Refusal.SIGNATURE,
                token(header("RS256", "rsa-1"), claims(), Forge.ps256(forge.rsa)));
        add(
                "ES256 under a P-384 key's kid",
                Refusal.KEY,
                token(header("ES256", "ec-384"), claims(), es("SHA256", forge.ec384)));
        add(
                "ES384 under a P-256 key's kid",
                Refusal.KEY,
                token(header("ES384", "ec-1"), claims(), es("SHA384", forge.ec)));
        add(
                "RS256 under an EC key's kid",
                Refusal.KEY,
                token(header("RS256", "ec-1"), claims(), Forge.rs256(forge.rsa)));
        add("EdDSA under an EC key's kid", Refusal.KEY, token(header("EdDSA", "ec-1"), claims(), right));
        add("a key for encryption", Refusal.KEY, token(header("ES256", "enc-1"), claims(), right));
        add("another key of the same kind", Refusal.SIGNATURE, token(header(), claims(), Forge.es256(forge.attacker)));
        var hs = claims().put("iss", "secret-issuer");
        add("ES256 to an issuer with a secret", Refusal.ALGORITHM, token(header(), hs, right));
        add(
                "HS256 with a wrong secret",
                Refusal.SIGNATURE,
                token(header("HS256", "k"), hs, Forge.hmac(256, new byte[32])));
        add(
                "HS512 signature under HS256",
                Refusal.SIGNATURE,
                token(header("HS256", "k"), hs, Forge.hmac(512, secret.getBytes(StandardCharsets.UTF_8))));
        add(
                "HS256 cut to 16 bytes",
                Refusal.SIGNATURE,
                token(
                        header("HS256", "k"),
                        hs,
                        input -> Arrays.copyOf(
                                Forge.hmac(256, secret.getBytes(StandardCharsets.UTF_8))
                                        .sign(input),
                                16)));
    }

    private void hmacWith(String what, byte[] publicKey) {
        for (var bits : List.of(256, 384, 512)) {
            add(
                    "HS" + bits + " with " + what,
                    Refusal.ALGORITHM,
                    token(header("HS" + bits, "rsa-1"), claims(), Forge.hmac(bits, publicKey)));
        }
    }

    private void psychicSignatures() {
        var zero = new byte[32];
        var order = Arrays.copyOfRange(P256_ORDER.toByteArray(), 1, 33);
        var one = new byte[32];
        one[31] = 1;
        signature("r = 0, s = 0", join(zero, zero));
        signature("r = 0", join(zero, one));
        signature("s = 0", join(one, zero));
        signature("r = n", join(order, one));
        signature("s = n", join(one, order));
        signature("r = n, s = n", join(order, order));
        signature("r = 1, s = 1", join(one, one));
        signature("63 bytes", new byte[63]);
        signature("65 bytes", new byte[65]);
        signature("1 byte", new byte[1]);
        add("ES256 signature in DER", Refusal.SIGNATURE, token(header(), claims(), der(forge.ec)));
        add(
                "Ed25519 signature of zeros",
                Refusal.SIGNATURE,
                token(header("EdDSA", "ed-1"), claims(), Forge.bytes(new byte[64])));
        var smallOrder = new byte[64];
        smallOrder[0] = 1;
        add(
                "Ed25519 signature with R of small order",
                Refusal.SIGNATURE,
                token(header("EdDSA", "ed-1"), claims(), Forge.bytes(smallOrder)));
        add(
                "Ed25519 signature too short",
                Refusal.SIGNATURE,
                token(header("EdDSA", "ed-1"), claims(), Forge.bytes(new byte[63])));
        add(
                "RS256 signature of zeros",
                Refusal.SIGNATURE,
                token(header("RS256", "rsa-1"), claims(), Forge.bytes(new byte[256])));
        add(
                "RS256 signature too long",
                Refusal.SIGNATURE,
                token(header("RS256", "rsa-1"), claims(), Forge.bytes(new byte[512])));
    }

    private void signature(String name, byte[] signature) {
        add("ES256 signature: " + name, Refusal.SIGNATURE, token(header(), claims(), Forge.bytes(signature)));
    }

    private void encodings() {
        var good = forge.good();
        var start = good.substring(0, good.lastIndexOf('.') + 1);
        var signature = good.substring(good.lastIndexOf('.') + 1);
        add("padded signature", Refusal.MALFORMED, good + "==");
        add("padded header", Refusal.MALFORMED, good.replaceFirst("\\.", "=."));
        add(
                "non-canonical last character",
                Refusal.MALFORMED,
                good.substring(0, good.length() - 1) + nextOf(good.charAt(good.length() - 1)));
        add("space at the end", Refusal.MALFORMED, good + " ");
        add("space at the start", Refusal.MALFORMED, " " + good);
        add("line break inside", Refusal.MALFORMED, start + "\r\n" + signature);
        add("base64 instead of base64url", Refusal.MALFORMED, start + signature.substring(1) + "+/");
        add("a character outside ASCII", Refusal.MALFORMED, start + signature.substring(1) + "я");
        add("a NUL", Refusal.MALFORMED, good + "\0");
        add(
                "changed claims",
                Refusal.SIGNATURE,
                good.replaceFirst(
                        "\\.[^.]+\\.",
                        "." + Forge.encode(claims().put("sub", "root").encode()) + "."));
        for (var size : List.of(17, 64, 1024)) {
            add(size + " KiB", Refusal.TOO_LARGE, token(header(), claims().put("x", "x".repeat(size * 1024)), right));
        }
    }

    /** The same six bits of content and another value in the two that do not count. */
    private static char nextOf(char last) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(last) ^ 1);
    }

    private void keyIds() {
        for (var id :
                List.of("../../dev/null", "' OR 1=1 --", "$(id)", "a\0b", "a\r\nX: y", "EC-1", "ec-1 ", "unknown")) {
            withHeader("kid " + id.replaceAll("[\\x00-\\x1F]", "?"), Refusal.KEY, header -> header.put("kid", id));
        }
        withHeader("kid of 8 KiB", Refusal.MALFORMED, header -> header.put("kid", "k".repeat(8192)));
        withHeader("kid empty", Refusal.MALFORMED, header -> header.put("kid", ""));
        withHeader("kid a number", Refusal.MALFORMED, header -> header.put("kid", 1));
        withHeader("kid an array", Refusal.MALFORMED, header -> header.put("kid", new JsonArray().add("ec-1")));
        withHeader("kid null", Refusal.MALFORMED, header -> header.putNull("kid"));
        add(
                "no kid, and two RSA algorithms' key is not meant",
                Refusal.SIGNATURE,
                token(new JsonObject().put("alg", "RS256"), claims(), Forge.bytes(new byte[256])));
    }

    private void keysInTheHeader() {
        var attacker = Forge.es256(forge.attacker);
        var jwk = new JsonObject(forge.attacker.toPublicJWK().toString());
        for (var id : List.of("ec-1", "not-known")) {
            var reason = id.equals("ec-1") ? Refusal.SIGNATURE : Refusal.KEY;
            add("jwk, kid " + id, reason, token(header("ES256", id).put("jwk", jwk), claims(), attacker));
            add("jku, kid " + id, reason, token(header("ES256", id).put("jku", canary), claims(), attacker));
            add("x5u, kid " + id, reason, token(header("ES256", id).put("x5u", canary), claims(), attacker));
            add("x5t, kid " + id, reason, token(header("ES256", id).put("x5t", "AAAA"), claims(), attacker));
        }
        add(
                "jku and an issuer at the same address",
                Refusal.ISSUER,
                token(header().put("jku", canary), claims().put("iss", canary), attacker));
        add("x5c", Refusal.SIGNATURE, token(header().put("x5c", new JsonArray().add("AAAA")), claims(), attacker));
    }

    private void extensions() {
        withHeader(
                "crit with an unknown name",
                Refusal.MALFORMED,
                header -> header.put("crit", new JsonArray().add("future")).put("future", 1));
        withHeader(
                "crit with a standard name",
                Refusal.MALFORMED,
                header -> header.put("crit", new JsonArray().add("alg")));
        withHeader("crit empty", Refusal.MALFORMED, header -> header.put("crit", new JsonArray()));
        withHeader("b64 false", Refusal.MALFORMED, header -> header.put("b64", false));
        withHeader(
                "b64 false with crit",
                Refusal.MALFORMED,
                header -> header.put("b64", false).put("crit", new JsonArray().add("b64")));
        withHeader("zip", Refusal.MALFORMED, header -> header.put("zip", "DEF"));
        withHeader("cty JWT", Refusal.MALFORMED, header -> header.put("cty", "JWT"));
    }

    private void json() {
        var head = header().encode();
        var body = claims().encode();
        rawHeader("alg twice", head.replaceFirst("\\{", "{\"alg\":\"none\","));
        rawHeader("kid twice", head.replaceFirst("\\{", "{\"kid\":\"other\","));
        rawHeader("header an array", "[" + head + "]");
        rawHeader("header null", "null");
        rawHeader("header with a mark at the start", "\uFEFF" + head);
        rawHeader("header with something after it", head + "{}");
        rawClaims("sub twice", body.replaceFirst("\\{", "{\"sub\":\"root\","));
        rawClaims("sub twice, once escaped", body.replaceFirst("\\{", "{\"\\\\u0073ub\":\"root\","));
        rawClaims("a nested member twice", body.replaceFirst("\\{", "{\"a\":{\"b\":1,\"b\":2},"));
        rawClaims("claims an array", "[" + body + "]");
        rawClaims("claims a string", "\"sub\"");
        rawClaims("claims empty text", " ");
        rawClaims("NaN", body.replaceFirst("\\{", "{\"x\":NaN,"));
        rawClaims("a comment", body.replaceFirst("\\{", "{/* x */"));
        rawClaims("single quotes", body.replace('"', '\''));
        rawClaims("a trailing comma", body.replaceFirst("\\}$", ",}"));
        rawClaims("something after the end", body + "x");
        rawClaims("a mark at the start", "\uFEFF" + body);
        rawClaims("deep nesting", body.replaceFirst("\\{", "{\"x\":" + NESTED + ","));
        rawClaims("an unpaired surrogate", body.replaceFirst("\\{", "{\"x\":\"\\\\ud800\","));
        rawClaims("a number of 1,000 digits", body.replaceFirst("\\{", "{\"x\":" + "9".repeat(1000) + ","));
        rawClaims("a number beyond a double", body.replaceFirst("\\{", "{\"x\":1e400,"));
        var overlong = body.getBytes(StandardCharsets.ISO_8859_1);
        overlong[2] = (byte) 0xC0;
        overlong[3] = (byte) 0xAF;
        add(
                "overlong UTF-8",
                Refusal.MALFORMED,
                Forge.signed(Forge.encode(head) + "." + Forge.encode(overlong), right));
    }

    private void rawHeader(String name, String header) {
        add(name, Refusal.MALFORMED, token(header, claims().encode(), right));
    }

    private void rawClaims(String name, String claims) {
        add(name, Refusal.MALFORMED, token(header().encode(), claims, right));
    }

    private void severalTokens() {
        var good = forge.good();
        request("two headers", Refusal.SEVERAL, List.of("Bearer " + good, "Bearer " + good), null, false);
        request("two headers, the second empty", Refusal.SEVERAL, List.of("Bearer " + good, ""), null, false);
        request("joined by a comma", Refusal.SEVERAL, List.of("Bearer " + good + ", Bearer " + good), null, false);
        request("header and AccessToken", Refusal.SEVERAL, List.of("Bearer " + good), "AccessToken=" + good, true);
        request(
                "header and AccessToken where none is allowed",
                Refusal.SEVERAL,
                List.of("Bearer " + good),
                "a=b&AccessToken=x",
                false);
        request("header and access_token", Refusal.SEVERAL, List.of("Bearer " + good), "access_token=x", false);
        request(
                "header and an escaped AccessToken",
                Refusal.SEVERAL,
                List.of("Bearer " + good),
                "%41ccessToken=x",
                false);
        request("AccessToken twice", Refusal.SEVERAL, List.of(), "AccessToken=" + good + "&AccessToken=" + good, true);
        request("AccessToken where none is allowed", Refusal.MISSING, List.of(), "AccessToken=" + good, false);
        request("nothing", Refusal.MISSING, List.of(), null, false);
        request("another scheme", Refusal.MISSING, List.of("Basic dXNlcjpwYXNzd29yZA=="), null, false);
        request("no scheme", Refusal.MISSING, List.of(good), null, false);
        request("a scheme that begins alike", Refusal.MISSING, List.of("Bearer2 " + good), null, false);
    }

    private void request(String name, Refusal reason, List<String> headers, String query, boolean allowed) {
        attacks.add(new Attack(name, reason, new Credentials(headers, query, allowed)));
    }

    private void encrypted() {
        for (var header : List.of(
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}",
                "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":1000000000,\"p2s\":\"AAAA\"}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":\"unknown\"}")) {
            add("JWE " + header, Refusal.MALFORMED, Forge.encode(header) + ".AAAA.AAAA.AAAA.AAAA");
            add("JWE header on a JWS " + header, Refusal.MALFORMED, token(header, claims().encode(), right));
        }
        var nested = forge.good();
        for (var i = 0; i < 5; i++) {
            nested = Forge.signed(Forge.encode(header().encode()) + "." + Forge.encode(nested), right);
        }
        add("nested five deep", Refusal.MALFORMED, nested);
    }

    private void types() {
        for (var type : List.of("ID", "id_token+jwt", "JWE", "logout+jwt", "secevent+jwt", "")) {
            withHeader("typ '" + type + "'", Refusal.TYPE, header -> header.put("typ", type));
        }
        withHeader("typ a number", Refusal.MALFORMED, header -> header.put("typ", 1));
    }

    private void issuersAndAudiences() {
        for (var issuer : List.of(
                Forge.ISSUER + "/",
                Forge.ISSUER + "/tenant",
                "HTTPS://ID.EXAMPLE",
                "https://id.exampl",
                "https://іd.example",
                "")) {
            withClaims("iss '" + issuer + "'", Refusal.ISSUER, claims -> claims.put("iss", issuer));
        }
        withClaims("iss an array", Refusal.ISSUER, claims -> claims.put("iss", new JsonArray().add(Forge.ISSUER)));
        withClaims("iss missing", Refusal.ISSUER, claims -> without(claims, "iss"));
        withClaims("another issuer's key", Refusal.ALGORITHM, claims -> claims.put("iss", "secret-issuer"));
        withClaims("aud of another service", Refusal.AUDIENCE, claims -> claims.put("aud", "billing"));
        withClaims("aud with our name in it", Refusal.AUDIENCE, claims -> claims.put("aud", "polyport2"));
        withClaims("aud in other case", Refusal.AUDIENCE, claims -> claims.put("aud", "Polyport"));
        withClaims("aud an empty array", Refusal.AUDIENCE, claims -> claims.put("aud", new JsonArray()));
        withClaims("aud missing", Refusal.CLAIM, claims -> without(claims, "aud"));
        withClaims("aud a number", Refusal.CLAIM, claims -> claims.put("aud", 1));
        withClaims(
                "aud with a number among names",
                Refusal.CLAIM,
                claims -> claims.put("aud", new JsonArray().add("polyport").add(1)));
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    private void times() {
        var now = Forge.NOW.getEpochSecond();
        withClaims("exp missing", Refusal.CLAIM, claims -> without(claims, "exp"));
        withClaims("exp a string", Refusal.CLAIM, claims -> claims.put("exp", String.valueOf(now + 600)));
        withClaims("exp negative", Refusal.CLAIM, claims -> claims.put("exp", -1));
        withClaims("exp 0", Refusal.CLAIM, claims -> claims.put("exp", 0));
        withClaims("exp null", Refusal.CLAIM, claims -> claims.putNull("exp"));
        withClaims("exp in milliseconds", Refusal.CLAIM, claims -> claims.put("exp", (now + 600) * 1000));
        withClaims("exp 2^63-1", Refusal.CLAIM, claims -> claims.put("exp", Long.MAX_VALUE));
        rawClaims("exp 1e400", claims().encode().replaceFirst("\"exp\":\\d+", "\"exp\":1e400"));
        add(
                "exp 2^63",
                Refusal.CLAIM,
                token(
                        header().encode(),
                        claims().encode().replaceFirst("\"exp\":\\d+", "\"exp\":9223372036854775808"),
                        right));
        withClaims("expired by the skew exactly", Refusal.EXPIRED, claims -> claims.put("exp", now - 30));
        withClaims("expired long ago", Refusal.EXPIRED, claims -> claims.put("exp", now - 3600));
        withClaims("nbf a second beyond the skew", Refusal.NOT_YET_VALID, claims -> claims.put("nbf", now + 31));
        withClaims("iat a second beyond the skew", Refusal.NOT_YET_VALID, claims -> claims.put("iat", now + 31));
        withClaims("nbf a string", Refusal.CLAIM, claims -> claims.put("nbf", "now"));
        withClaims("iat a string", Refusal.CLAIM, claims -> claims.put("iat", "now"));
        withClaims("a life a second too long", Refusal.LIFETIME, claims -> claims.put("exp", now + 86_401));
        withClaims(
                "a life too long without iat and nbf",
                Refusal.LIFETIME,
                claims -> without(without(claims, "iat"), "nbf").put("exp", now + 86_401));
    }

    private void claimForms() {
        withClaims("sub missing", Refusal.CLAIM, claims -> without(claims, "sub"));
        withClaims("sub empty", Refusal.CLAIM, claims -> claims.put("sub", " "));
        withClaims("sub a number", Refusal.CLAIM, claims -> claims.put("sub", 1));
        withClaims("sub an object", Refusal.CLAIM, claims -> claims.put("sub", new JsonObject()));
        withClaims("sub with a line break", Refusal.CLAIM, claims -> claims.put("sub", "ivan\r\nX-Role: root"));
        withClaims("sub of 257 characters", Refusal.CLAIM, claims -> claims.put("sub", "x".repeat(257)));
        withClaims("scope an object", Refusal.CLAIM, claims -> claims.put("scope", new JsonObject()));
        withClaims("scope a number", Refusal.CLAIM, claims -> claims.put("scope", 7));
        withClaims("scope with a line break", Refusal.CLAIM, claims -> claims.put("scope", "a\r\nb"));
        withClaims(
                "scope with a number among names",
                Refusal.CLAIM,
                claims -> claims.put("scope", new JsonArray().add("a").add(1)));
        withClaims("jti a number", Refusal.CLAIM, claims -> claims.put("jti", 1));
    }

    private static RSAPublicKey key(com.nimbusds.jose.jwk.RSAKey key) {
        try {
            return key.toRSAPublicKey();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Forge.Signer es(String hash, ECKey key) {
        return input ->
                Forge.jca(hash + "withECDSAinP1363Format", key.toPrivateKey()).sign(input);
    }

    private static Forge.Signer der(ECKey key) {
        return input -> Forge.jca("SHA256withECDSA", key.toPrivateKey()).sign(input);
    }

    private static byte[] join(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** The same signature with n - s instead of s: valid for the algorithm, another text. */
    static String highS(String token) {
        var end = token.lastIndexOf('.') + 1;
        var signature = Base64.getUrlDecoder().decode(token.substring(end));
        var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        var twin = P256_ORDER.subtract(s).toByteArray();
        var padded = new byte[32];
        var length = Math.min(32, twin.length);
        System.arraycopy(twin, twin.length - length, padded, 32 - length, length);
        return token.substring(0, end) + Forge.encode(join(Arrays.copyOf(signature, 32), padded));
    }
}
