package io.polyport.odata.expression;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.CompositeColumns;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns of properties as terms. */
public final class PropertyTerms {
    private PropertyTerms() {}

    /** All columns in which a property's value is kept, a composite's tag first; none for a section. */
    public static List<Term> of(Property property, Source source) {
        return switch (property) {
            case Property.Scalar scalar -> List.of(scalar(scalar, source));
            case Property.Reference reference -> List.of(guid(source, reference.column()));
            case Property.Composite composite -> composite(composite.columns(), source);
            case Property.Storage storage -> List.of(text(source, storage.mediaType()), text(source, storage.bytes()));
            case Property.Types types -> List.of(text(source, types.json()));
            case Property.Section section -> List.of();
        };
    }

    public static Term scalar(Property.Scalar property, Source source) {
        return new Term.Of(source, property.column(), type(property.type()));
    }

    public static Term guid(Source source, Column column) {
        return new Term.Of(source, column, Term.Type.GUID);
    }

    /** Bytes are read as text is: nothing compares or computes them. */
    public static Term text(Source source, Column column) {
        return new Term.Of(source, column, Term.Type.TEXT);
    }

    private static List<Term> composite(CompositeColumns columns, Source source) {
        var terms = new ArrayList<Term>();
        terms.add(text(source, columns.tag()));
        add(terms, source, columns.reference(), Term.Type.GUID);
        add(terms, source, columns.text(), Term.Type.TEXT);
        add(terms, source, columns.number(), Term.Type.NUMBER);
        add(terms, source, columns.flag(), Term.Type.BOOLEAN);
        add(terms, source, columns.moment(), Term.Type.MOMENT);
        return terms;
    }

    private static void add(List<Term> terms, Source source, Optional<Column> column, Term.Type type) {
        column.ifPresent(one -> terms.add(new Term.Of(source, one, type)));
    }

    public static Term.Type type(ScalarType type) {
        return switch (type) {
            case ScalarType.Text text -> Term.Type.TEXT;
            case ScalarType.Enumerated enumerated -> Term.Type.TEXT;
            case ScalarType.Decimal decimal -> Term.Type.NUMBER;
            case ScalarType.Version version -> Term.Type.NUMBER;
            case ScalarType.Bool bool -> Term.Type.BOOLEAN;
            case ScalarType.Moment moment -> Term.Type.MOMENT;
            case ScalarType.Guid guid -> Term.Type.GUID;
        };
    }

    public static Condition equal(Term left, Term right) {
        return new Condition.Comparison(Condition.Comparator.EQUAL, left, right);
    }

    /** Each of these equals its counterpart. */
    public static List<Condition> equal(List<Term> left, List<Term> right) {
        if (left.size() != right.size()) {
            throw new IllegalStateException("keys of " + left.size() + " and of " + right.size() + " columns");
        }
        var all = new ArrayList<Condition>();
        for (int n = 0; n < left.size(); n++) {
            all.add(equal(left.get(n), right.get(n)));
        }
        return all;
    }
}
