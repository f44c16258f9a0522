package io.polyport.store;

import io.polyport.kit.bus.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Says whose a record is without saying who that is: a hash of tenant and subject. */
public final class Owner {
    /** Of records that belong to the service itself. */
    public static final String SERVICE = "-";

    private Owner() {}

    public static String of(Principal principal) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            byte[] tenant = principal.tenant().getBytes(StandardCharsets.UTF_8);
            // Its length keeps ("a", "bc") apart from ("ab", "c").
            hash.update(new byte[] {
                (byte) (tenant.length >> 24),
                (byte) (tenant.length >> 16),
                (byte) (tenant.length >> 8),
                (byte) tenant.length
            });
            hash.update(tenant);
            hash.update(principal.subject().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
