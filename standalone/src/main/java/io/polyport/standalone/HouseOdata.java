package io.polyport.standalone;

import io.polyport.gateway.publication.PublicationConfig;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.odata.OdataConfig;
import io.polyport.odata.OdataPart;
import io.polyport.odata.rows.DatabaseSettings;
import io.polyport.standalone.trade.TradeBase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The OData service with the demo's publication. */
final class HouseOdata implements HouseService {
    private static final String DEMO = "demo";

    private final StandaloneConfig config;
    private final Map<String, PublicationConfig> atGateway;
    private final Surroundings surroundings;
    private final String version;
    private final int loops;
    private OdataPart part;

    /** @param atGateway the gateway's publications: it would not let this service claim another */
    HouseOdata(
            StandaloneConfig config,
            Map<String, PublicationConfig> atGateway,
            Surroundings surroundings,
            String version,
            int loops) {
        this.config = config;
        this.atGateway = atGateway;
        this.surroundings = surroundings;
        this.version = version;
        this.loops = loops;
    }

    @Override
    public String word() {
        return "odata";
    }

    @Override
    public Future<Void> start(Vertx vertx, BusMember member) {
        return vertx.executeBlocking(this::odataConfig).compose(odata -> {
            part = new OdataPart(odata, member, surroundings, version, loops);
            return part.start(vertx);
        });
    }

    /** Makes the demo's data at the first start: not for an event loop. */
    private OdataConfig odataConfig() {
        Map<String, OdataConfig.Publication> publications =
                new HashMap<>(config.odata().publications());
        boolean taken =
                publications.values().stream().anyMatch(one -> one.path().equals("/" + DEMO));
        if (config.demo().enabled() && !taken && !publications.containsKey(DEMO) && isPublished()) {
            var base = TradeBase.ensure(config.gateway().dataFolder());
            publications.put(
                    DEMO,
                    new OdataConfig.Publication(
                            "/" + DEMO,
                            base.model(),
                            DatabaseSettings.at(base.url(), Optional.of(TradeBase.USER)),
                            Optional.empty(),
                            false,
                            "ru"));
        }
        return config.odata().withPublications(publications);
    }

    private boolean isPublished() {
        var demo = atGateway.get(DEMO);
        return demo != null && demo.odata() && demo.segments().equals(List.of(DEMO));
    }

    @Override
    public Future<Void> drain(Duration limit) {
        return part == null ? Future.succeededFuture() : part.drain(limit);
    }
}
