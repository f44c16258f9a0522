package io.polyport.odata.sql;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.ArrayList;
import java.util.List;

/** A statement's text as it grows, and the values in the order of their question marks. */
final class SqlText {
    /** PostgreSQL numbers them with 16 bits. */
    private static final int MOST_VALUES = 32_000;

    private final StringBuilder text = new StringBuilder(500);
    private final List<Object> values = new ArrayList<>();

    SqlText add(String piece) {
        text.append(piece);
        return this;
    }

    /** @param mark has one question mark */
    void bind(String mark, Object value) {
        text.append(mark);
        values.add(value);
    }

    /** A name can hold anything but the character 0; models and databases see to that. */
    SqlText name(String name) {
        text.append('"').append(name.replace("\"", "\"\"")).append('"');
        return this;
    }

    SqlQuery query() {
        if (values.size() > MOST_VALUES) {
            throw new ODataException(
                    InnerCode.BAD_OPTION,
                    "В запросе больше %d значений: разделите его.".formatted(MOST_VALUES),
                    "The request has more than %d values: split it.".formatted(MOST_VALUES));
        }
        return new SqlQuery(text.toString(), values);
    }
}
