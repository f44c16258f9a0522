package io.polyport.odata.schema;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables that are the same for every model, made and changed by numbered migrations. */
final class SystemTables {
    private SystemTables() {}

    static void migrate(DataSource source) {
        try {
            Flyway.configure(SystemTables.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:io/polyport/odata/schema/migrations")
                    .table("polyport_migrations")
                    .failOnMissingLocations(true)
                    // Tables of the model, or of others, may be there already.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new SchemaException(
                    "the tables of the publication can't be made: "
                            + e.getMessage().strip(),
                    e);
        }
    }
}
