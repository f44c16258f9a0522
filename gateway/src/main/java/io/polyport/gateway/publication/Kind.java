package io.polyport.gateway.publication;

import java.util.List;

/** What a publication can serve. A further kind is a constant here, with its key in {@link PublicationConfig}. */
public enum Kind {
    /** OData; seed 003. */
    ODATA("odata", "odata/standard.odata");

    private final String service;
    private final String path;

    Kind(String service, String path) {
        this.service = service;
        this.path = path;
    }

    /** The only service that may claim its prefixes. */
    public String service() {
        return service;
    }

    /** The segments that stand for it behind a publication's base path and separators. */
    public List<String> segments() {
        return List.of(path.split("/"));
    }

    public boolean isOfferedBy(PublicationConfig publication) {
        return switch (this) {
            case ODATA -> publication.odata();
        };
    }
}
