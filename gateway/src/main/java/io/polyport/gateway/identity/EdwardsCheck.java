package io.polyport.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** Ed25519 (RFC 8037, RFC 8032) with the platform's own implementation; Nimbus' one needs a further library. */
final class EdwardsCheck implements VerificationKey.Check {
    private static final int KEY_BYTES = 32;
    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** y of the points of order 1, 2, 4 and 8: with such a "key" anyone can make signatures that hold. */
    private static final Set<BigInteger> SMALL_ORDER = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            PRIME.subtract(BigInteger.ONE),
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
            new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

    private final PublicKey key;

    private EdwardsCheck(PublicKey key) {
        this.key = key;
    }

    /** From the 32 bytes of RFC 8032 §5.1.2; fails when they are no key or one of small order. */
    static EdwardsCheck of(byte[] encoded) throws JOSEException {
        if (encoded.length != KEY_BYTES) {
            throw new JOSEException("an Ed25519 key has 32 bytes");
        }
        var bigEndian = new byte[KEY_BYTES];
        for (var i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = encoded[KEY_BYTES - 1 - i];
        }
        var xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        var y = new BigInteger(1, bigEndian);
        if (y.compareTo(PRIME) >= 0 || SMALL_ORDER.contains(y)) {
            throw new JOSEException("not a usable Ed25519 key");
        }
        return of(new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(xOdd, y)));
    }

    private static EdwardsCheck of(EdECPublicKeySpec spec) throws JOSEException {
        try {
            var key = KeyFactory.getInstance("Ed25519").generatePublic(spec);
            Signature.getInstance("Ed25519").initVerify(key);
            return new EdwardsCheck(key);
        } catch (GeneralSecurityException e) {
            throw new JOSEException("not an Ed25519 key", e);
        }
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
        try {
            var checker = Signature.getInstance("Ed25519");
            checker.initVerify(key);
            checker.update(signed);
            return checker.verify(signature.decode());
        } catch (GeneralSecurityException e) {
            throw new JOSEException("not an Ed25519 signature", e);
        }
    }
}
