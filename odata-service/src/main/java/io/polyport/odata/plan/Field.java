package io.polyport.odata.plan;

import io.polyport.odata.model.CompositeColumns;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A member of a shown entity. Numbers of columns are those of the statement that reads the row. */
public sealed interface Field {
    /** As it is shown, with suffix. */
    String name();

    /** How a value is written. */
    enum Edm {
        STRING("Edm.String"),
        GUID("Edm.Guid"),
        BOOLEAN("Edm.Boolean"),
        DATE_TIME("Edm.DateTime"),
        INT16("Edm.Int16"),
        INT32("Edm.Int32"),
        INT64("Edm.Int64"),
        DOUBLE("Edm.Double"),
        BINARY("Edm.Binary"),
        /** A whole number in the row, shown as base64 of its 8 bytes, big-endian (OD-43). */
        VERSION("Edm.String");

        private final String typeName;

        Edm(String typeName) {
            this.typeName = typeName;
        }

        /** Of such values; whole numbers by their digits (OD-3). */
        public static Edm of(ScalarType type) {
            return switch (type) {
                case ScalarType.Text text -> STRING;
                case ScalarType.Enumerated enumerated -> STRING;
                case ScalarType.Version version -> VERSION;
                case ScalarType.Bool bool -> BOOLEAN;
                case ScalarType.Moment moment -> DATE_TIME;
                case ScalarType.Guid guid -> GUID;
                case ScalarType.Decimal(int digits, int fraction) -> {
                    if (fraction > 0 || digits > 18) {
                        yield DOUBLE;
                    }
                    yield digits <= 4 ? INT16 : digits <= 9 ? INT32 : INT64;
                }
            };
        }

        /** As {@code $metadata} has it. */
        public String typeName() {
            return typeName;
        }
    }

    record Value(String name, Edm type, int column) implements Field {}

    /** {@code X} and {@code X_Type}. The value is written as text, by its own type's rules. */
    record Composite(String name, Columns columns) implements Field {
        /** Numbers of the columns of {@link CompositeColumns}. */
        public record Columns(
                int tag,
                OptionalInt reference,
                OptionalInt text,
                OptionalInt number,
                OptionalInt flag,
                OptionalInt moment) {}
    }

    /** {@code StandardODATA.TypeDescription}, kept as JSON text in its wire form. */
    record Types(String name, int column) implements Field {}

    /**
     * Rows of a tabular section or record set.
     *
     * @param rowType {@code Document_X_Товары_RowType}, without namespace
     * @param child which of the {@link Reading}'s children reads them
     */
    record Rows(String name, String rowType, List<Field> fields, int child) implements Field {
        public Rows {
            fields = List.copyOf(fields);
        }
    }

    /**
     * An object in the place of a navigation property.
     *
     * @param key number of the column that has the object's key; null where there is no object
     * @param link of the navigation property, written where the object is missing
     */
    record Expanded(String name, EntitySet set, int key, List<Field> fields, Optional<Link> link) implements Field {
        public Expanded {
            fields = List.copyOf(fields);
        }
    }

    /**
     * The object that a property of several types leads to, {@code X_Expanded}: the one of these that has a key. Nothing is
     * written where none has (OD-28).
     */
    record Choice(String name, List<Expanded> of) implements Field {
        public Choice {
            of = List.copyOf(of);
        }
    }

    /**
     * The address of what a reference leads to, where it is not empty; not written without metadata.
     *
     * @param name of the navigation property
     * @param reference number of the column that has the key; for a storage that of its media type, '' where it is empty
     * @param stream whether it leads to the bytes of a storage
     */
    record Link(String name, int reference, boolean stream) implements Field {}

    /** {@code X____Presentation} or {@code Presentation} (OD-31). */
    record Presented(String name, Presentation presentation) implements Field {}
}
