package io.polyport.odata.publications;

import io.polyport.odata.OdataConfig;
import io.polyport.odata.OdataProblems;
import io.polyport.odata.model.Model;
import io.polyport.odata.schema.PredefinedRows;
import io.polyport.odata.schema.SchemaException;
import io.polyport.odata.schema.SchemaUpdate;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables of a publication up to its model. May wait: not for an event loop. */
final class Tables {
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
    /** SQLSTATE class of a broken constraint. */
    private static final String CONSTRAINT = "23";

    private Tables() {}

    /** Fails with {@code odata.tables-differ}, whose detail is for the operator. */
    static void update(String name, OdataConfig.Publication config, Model model, DataSource source) {
        try {
            List<String> done = new SchemaUpdate(model, config.allowDrop()).apply(source);
            if (!done.isEmpty()) {
                LOG.info("publication {}: {} statements brought the tables up to the model", name, done.size());
                done.forEach(statement -> LOG.debug("publication {}: {}", name, statement));
            }
            if (model.separators().isEmpty()) {
                predefined(model, source, true);
            }
        } catch (SchemaException refused) {
            throw OdataProblems.TABLES_DIFFER.toException(
                    "the tables of the publication '" + name + "': " + refused.getMessage());
        } catch (SQLException failure) {
            throw OdataProblems.TABLES_DIFFER.toException(
                    "the predefined items of the publication '" + name + "' can't be written: "
                            + String.valueOf(failure.getMessage()).strip());
        }
    }

    private static void predefined(Model model, DataSource source, boolean again) throws SQLException {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                new PredefinedRows(model).add(connection);
                connection.commit();
            } catch (SQLException failure) {
                connection.rollback();
                // Another instance that starts now has written them.
                if (!again || !String.valueOf(failure.getSQLState()).startsWith(CONSTRAINT)) {
                    throw failure;
                }
                predefined(model, source, false);
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
