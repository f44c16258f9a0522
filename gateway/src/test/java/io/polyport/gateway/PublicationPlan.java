package io.polyport.gateway;

import io.polyport.gateway.identity.Way;
import io.polyport.gateway.password.UsersConfig;
import io.polyport.gateway.publication.PublicationConfig;
import io.polyport.gateway.publication.SeparatorConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the gateway of a {@link House} publishes, and its users; every method returns this plan with one thing more. */
record PublicationPlan(Map<String, PublicationConfig> publications, UsersConfig users) {
    static final PublicationPlan NONE = new PublicationPlan(Map.of(), UsersConfig.none());

    PublicationPlan users(UsersConfig changed) {
        return new PublicationPlan(publications, changed);
    }

    PublicationPlan with(String name, PublicationConfig publication) {
        var more = new HashMap<>(publications);
        more.put(name, publication);
        return new PublicationPlan(more, users);
    }

    PublicationPlan with(String name, String path, Way... ways) {
        return with(name, new PublicationConfig(path, true, List.of(ways), List.of(), Optional.empty()));
    }

    PublicationPlan separated(String name, String path, SeparatorConfig... separators) {
        return with(
                name, new PublicationConfig(path, true, List.of(Way.BEARER), List.of(separators), Optional.empty()));
    }

    static SeparatorConfig fromPath(String name) {
        return new SeparatorConfig(name, Optional.empty());
    }

    static SeparatorConfig fixed(String name, String value) {
        return new SeparatorConfig(name, Optional.of(value));
    }
}
