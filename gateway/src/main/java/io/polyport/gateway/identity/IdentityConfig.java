package io.polyport.gateway.identity;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import java.util.HashSet;
import java.util.List;

/** Who is believed. Without any issuer nobody is. */
public record IdentityConfig(
        @Doc("Name of the protected space in WWW-Authenticate.") @Default("polyport")
        String realm,

        @Doc("Largest token that is read.") @Default("16KiB")
        ByteSize maximumToken,

        @Doc("How many verified tokens are remembered, so that repeated calls cost little.") @Default("10000")
        int rememberedTokens,

        @Doc("Issuers whose tokens are taken.") List<IssuerConfig> issuers) {
    public IdentityConfig {
        issuers = List.copyOf(issuers);
        if (maximumToken.bytes() < 1024 || maximumToken.bytes() > 64 * 1024) {
            throw new ConfigFault("maximum-token", "must be 1KiB to 64KiB");
        }
        if (rememberedTokens < 1 || rememberedTokens > 1_000_000) {
            throw new ConfigFault("remembered-tokens", "must be 1 to 1000000");
        }
        var names = new HashSet<String>();
        for (var issuer : issuers) {
            if (!names.add(issuer.issuer())) {
                throw new ConfigFault("issuers", "must not name an issuer twice");
            }
        }
    }
}
