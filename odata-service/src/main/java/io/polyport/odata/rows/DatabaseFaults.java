package io.polyport.odata.rows;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers hear when the database does not do what it is asked; its own words stand in the log only. */
final class DatabaseFaults {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFaults.class);

    /** Both databases say it so when a statement was stopped. */
    private static final String STOPPED = "57014";

    private static final int RETRY_AFTER_SECONDS = 5;

    private final DatabaseSettings settings;
    private final RowsMeters meters;

    DatabaseFaults(DatabaseSettings settings, RowsMeters meters) {
        this.settings = settings;
        this.meters = meters;
    }

    ODataException of(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.equals(STOPPED)) {
            return timeout();
        }
        if (failure instanceof SQLTransientConnectionException || isConnection(state)) {
            LOG.warn("the database can't be reached: {}", failure.toString());
            return new ODataException(
                            InnerCode.INTERNAL,
                            503,
                            "База данных сейчас недоступна. Повторите запрос позже.",
                            "The database can't be reached now. Ask again a little later.")
                    .retryAfter(RETRY_AFTER_SECONDS);
        }
        LOG.error("the database refused a statement", failure);
        return unforeseen();
    }

    /** Its class 08, and the states in which a server goes or comes. */
    private static boolean isConnection(String state) {
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300") || state.equals("90098");
    }

    ODataException timeout() {
        meters.timedOut();
        String seconds = seconds(settings.statementTimeout());
        return new ODataException(
                InnerCode.INTERNAL,
                504,
                "База данных работала над запросом дольше " + seconds
                        + " с (защита 'statement-timeout'). Сузьте отбор или запросите меньше данных.",
                "The database worked at the request for more than " + seconds
                        + " s (the guard 'statement-timeout'). Ask for less: a narrower $filter, fewer rows, or an order by an"
                        + " indexed property.");
    }

    static ODataException unforeseen() {
        return new ODataException(
                InnerCode.INTERNAL,
                "Внутренняя ошибка: причина записана в журнал службы.",
                "Something went wrong inside the service; its log has the cause.");
    }

    static ODataException closed() {
        return new ODataException(
                        InnerCode.INTERNAL,
                        503,
                        "Служба завершает работу. Повторите запрос.",
                        "The service is stopping. Ask again.")
                .retryAfter(RETRY_AFTER_SECONDS);
    }

    static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
