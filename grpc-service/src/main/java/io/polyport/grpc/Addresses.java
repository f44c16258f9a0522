package io.polyport.grpc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Servers as users write them: {@code http://host:port} or {@code https://host:port} (GR-2). */
public record Addresses(List<GrpcTarget.Address> list, Optional<GrpcTls> tls) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /**
     * @param tls as it was asked for; https without it is TLS with nothing special
     * @throws IllegalArgumentException says what is wrong, to stand behind the setting's name
     */
    public static Addresses read(List<String> written, Optional<GrpcTls> tls) {
        var addresses = new ArrayList<GrpcTarget.Address>();
        Boolean secure = null;
        for (String one : written) {
            URI uri = uri(one);
            boolean https = uri.getScheme().equals("https");
            if (secure != null && secure != https) {
                throw new IllegalArgumentException("mix http and https: all of a connection have to be of one kind");
            }
            secure = https;
            String host = uri.getHost();
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            addresses.add(new GrpcTarget.Address(bare, uri.getPort() >= 0 ? uri.getPort() : https ? HTTPS : HTTP));
        }
        if (tls.isPresent() && !Boolean.TRUE.equals(secure)) {
            throw new IllegalArgumentException("say http, which is without TLS, but tls is set: write https");
        }
        return new Addresses(addresses, Boolean.TRUE.equals(secure) ? tls.or(() -> Optional.of(GrpcTls.usual())) : tls);
    }

    private static URI uri(String written) {
        URI uri;
        try {
            uri = new URI(written);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("must be http://host:port or https://host:port");
        }
        boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = (uri.getRawPath() == null
                        || uri.getRawPath().isEmpty()
                        || uri.getRawPath().equals("/"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        if (!known || !bare || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("must be http://host:port or https://host:port, with nothing behind it");
        }
        return uri;
    }

    public GrpcTarget target(Optional<String> authority, GrpcLimits limits) {
        return new GrpcTarget(list, authority, tls, limits);
    }
}
