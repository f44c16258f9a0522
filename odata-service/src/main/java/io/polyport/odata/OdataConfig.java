package io.polyport.odata;

import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.rows.DatabaseSettings;
import io.polyport.odata.url.Limits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is published, and how much one request may ask for. */
public record OdataConfig(
        @Doc("Publications by name; the gateway has publications of the same names.")
        Map<String, Publication> publications,

        @Doc("How long and how deep a URL may be.") Limits limits,

        @Doc("How much one request may ask of the database.")
        ReadLimits reading) {
    /** Objects of one application, in one database. */
    public record Publication(
            @Doc("Base path, as the gateway's publication has it: /demo. Data is at <path>/odata/standard.odata.")
            String path,

            @Doc("YAML file of the model, or a folder of such files.")
            Path model,

            @Doc("Where the data is.") DatabaseSettings database,

            @Doc(
                    "Resource names of the objects that clients see, with * for any characters; without them, what the model says.")
            Optional<List<String>> publish,

            @Doc("Whether an update of the tables may drop what the model no longer has.") @Default("false")
            boolean allowDrop,

            @Doc("Language of texts for callers who ask for none: ru or en.") @Default("ru")
            String language) {
        public Publication {
            Rules.of()
                    .that(
                            path.equals("/") || (path.startsWith("/") && !path.endsWith("/")),
                            "path",
                            "must begin with a slash and not end with one: /demo")
                    .that(language.equals("ru") || language.equals("en"), "language", "must be ru or en")
                    .done();
        }

        /** The literal prefix of its URLs. */
        public String prefix() {
            return (path.equals("/") ? "" : path) + "/odata/standard.odata";
        }
    }

    public OdataConfig {
        publications = Map.copyOf(publications);
        Map<String, String> taken = new HashMap<>();
        publications.forEach((name, publication) -> {
            String other = taken.put(publication.path(), name);
            if (other != null) {
                throw new ConfigFault(
                        "publications." + name + ".path", "is the path of '" + other + "', too: each needs its own");
            }
        });
    }

    /** The same with other publications. */
    public OdataConfig withPublications(Map<String, Publication> other) {
        return new OdataConfig(other, limits, reading);
    }
}
