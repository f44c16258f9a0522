package io.polyport.gateway.password;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** bcrypt, as htpasswd and others write it. */
final class BcryptHash implements PasswordHash {
    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final int LEAST_COST = 4;
    /** Each step doubles the time; this one takes seconds already. */
    private static final int MOST_COST = 15;
    /** What stands behind is not a part of the hash: two passwords that differ only there would both be right. */
    private static final int MOST_BYTES = 72;

    private final String text;

    private BcryptHash(String text) {
        this.text = text;
    }

    /** Empty when the text is none, or asks for more than a gateway should spend on one login. */
    static Optional<BcryptHash> read(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(form.group(1));
        return cost >= LEAST_COST && cost <= MOST_COST ? Optional.of(new BcryptHash(text)) : Optional.empty();
    }

    @Override
    public boolean matches(byte[] password) {
        boolean same = OpenBSDBCrypt.checkPassword(text, password);
        return same && password.length <= MOST_BYTES;
    }

    /** Never the hash: who has it can guess at leisure. */
    @Override
    public String toString() {
        return "BcryptHash[****]";
    }
}
