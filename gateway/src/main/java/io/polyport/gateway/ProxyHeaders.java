package io.polyport.gateway;

/**
 * In which headers the trusted proxies tell of the requests that they pass on. Those of the other kind are never read: a
 * proxy that does not know them passes on whatever its caller has written there.
 */
public enum ProxyHeaders {
    /** {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. */
    X_FORWARDED,
    /** {@code Forwarded} (RFC 7239). */
    FORWARDED
}
