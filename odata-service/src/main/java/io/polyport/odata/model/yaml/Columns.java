package io.polyport.odata.model.yaml;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.Column.Storage;
import io.polyport.odata.model.CompositeColumns;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Head;
import io.polyport.odata.model.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** In which columns the values of a property stand. */
final class Columns {
    /** The longest resource name is 26 characters of prefix, a dash and 80 of name. */
    private static final int TAG = 128;

    private static final int NAME = 80;
    private static final int MEDIA_TYPE = 128;

    private Columns() {}

    /**
     * @param base name of the column, or what the names of several begin with
     * @param nullable see {@link Column#nullable}
     */
    static Property property(Head head, PropertyType type, String base, boolean nullable) {
        return switch (type) {
            case PropertyType.One one ->
                new Property.Scalar(head, one.type(), column(base, storage(one.type()), nullable));
            case PropertyType.Reference reference ->
                new Property.Reference(head, reference.set(), column(base, new Storage.Uuid(), nullable));
            case PropertyType.Several several ->
                new Property.Composite(head, several.types(), composite(base, several.types(), nullable));
            case PropertyType.ValueStorage storage ->
                new Property.Storage(
                        head,
                        column(base + "_mt", new Storage.Text(MEDIA_TYPE), nullable),
                        column(base + "_data", new Storage.Bytes(), nullable));
            case PropertyType.TypeDescription description ->
                new Property.Types(head, column(base, new Storage.Text(0), nullable));
        };
    }

    private static Column column(String name, Storage type, boolean nullable) {
        return new Column(name, type, nullable);
    }

    private static Storage storage(ScalarType type) {
        return switch (type) {
            case ScalarType.Text text -> new Storage.Text(text.length());
            case ScalarType.Decimal decimal -> new Storage.Decimal(decimal.digits(), decimal.fraction());
            case ScalarType.Bool bool -> new Storage.Bool();
            case ScalarType.Moment moment -> new Storage.Moment();
            case ScalarType.Guid guid -> new Storage.Uuid();
            case ScalarType.Enumerated enumerated -> new Storage.Text(NAME);
            case ScalarType.Version version -> new Storage.Decimal(18, 0);
        };
    }

    private static CompositeColumns composite(String base, List<MemberType> types, boolean nullable) {
        boolean reference = false;
        var scalars = new ArrayList<Storage>();
        for (MemberType type : types) {
            switch (type) {
                case MemberType.Reference to -> reference = true;
                case MemberType.Value(ScalarType.Guid guid) -> reference = true;
                case MemberType.Value(ScalarType scalar) -> scalars.add(storage(scalar));
            }
        }
        return new CompositeColumns(
                column(base + "_t", new Storage.Text(TAG), nullable),
                reference ? Optional.of(column(base + "_r", new Storage.Uuid(), nullable)) : Optional.empty(),
                widestText(scalars).map(text -> column(base + "_s", text, nullable)),
                only(Storage.Decimal.class, scalars).map(number -> column(base + "_n", number, nullable)),
                only(Storage.Bool.class, scalars).map(flag -> column(base + "_b", flag, nullable)),
                only(Storage.Moment.class, scalars).map(moment -> column(base + "_d", moment, nullable)));
    }

    private static Optional<Storage> widestText(List<Storage> scalars) {
        var lengths = scalars.stream()
                .filter(Storage.Text.class::isInstance)
                .map(text -> ((Storage.Text) text).length())
                .toList();
        if (lengths.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Storage.Text(
                lengths.contains(0) ? 0 : lengths.stream().max(Integer::compare).orElseThrow()));
    }

    private static Optional<Storage> only(Class<? extends Storage> kind, List<Storage> scalars) {
        return scalars.stream().filter(kind::isInstance).findFirst();
    }
}
