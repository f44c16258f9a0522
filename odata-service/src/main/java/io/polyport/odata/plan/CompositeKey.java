package io.polyport.odata.plan;

import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.Column;
import io.polyport.odata.model.Property;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.CompositeTag;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Literal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A property of several types as part of a key: {@code Recorder='…',Recorder_Type='StandardODATA.Document_Y'} (OD-13). */
record CompositeKey(Property.Composite property, Source source) {
    /**
     * @param value in quotes, whatever it is; a reference also as {@code guid'…'}
     * @param type as {@code X_Type} shows it, with its prefix
     */
    Condition equal(Literal value, Literal type) {
        if (!(type instanceof Literal.Text(String name))) {
            throw badType("?");
        }
        String tag = CompositeTag.shownAs(name, property).orElseThrow(() -> badType(name));
        var kind = PropertyTerms.equal(
                PropertyTerms.text(source, property.columns().tag()), new Term.Constant(Term.Type.TEXT, tag));
        return tag.equals(CompositeTag.UNDEFINED) ? kind : Condition.all(List.of(kind, holds(tag, value)));
    }

    /** Whatever kind of object it is. */
    Condition refersTo(Literal value) {
        return of(property.columns().reference(), Term.Type.GUID, guid(value));
    }

    private Condition holds(String tag, Literal value) {
        var columns = property.columns();
        return switch (tag) {
            case CompositeTag.STRING -> of(columns.text(), Term.Type.TEXT, text(value));
            case CompositeTag.NUMBER -> of(columns.number(), Term.Type.NUMBER, KeyValue.numberText(written(value)));
            case CompositeTag.BOOLEAN -> of(columns.flag(), Term.Type.BOOLEAN, KeyValue.flagText(written(value)));
            case CompositeTag.DATE -> of(columns.moment(), Term.Type.MOMENT, KeyValue.momentText(written(value)));
            default ->
                tag.startsWith(CompositeTag.ENUMERATION)
                        ? of(columns.text(), Term.Type.TEXT, text(value))
                        : of(columns.reference(), Term.Type.GUID, guid(value));
        };
    }

    private Condition of(Optional<Column> column, Term.Type type, Term value) {
        return PropertyTerms.equal(new Term.Of(source, column.orElseThrow(), type), value);
    }

    private static Term text(Literal value) {
        return new Term.Constant(Term.Type.TEXT, written(value));
    }

    private static Term guid(Literal value) {
        return value instanceof Literal.Guid(UUID guid)
                ? new Term.Constant(Term.Type.GUID, guid)
                : KeyValue.guidText(written(value));
    }

    private static String written(Literal value) {
        return switch (value) {
            case Literal.Text(String text) -> text;
            case Literal.Decimal(var number) -> number.toPlainString();
            case Literal.Bool(boolean flag) -> String.valueOf(flag);
            case Literal.Moment(var moment) -> moment.toString();
            case Literal.Guid(UUID guid) -> guid.toString();
            case Literal.Null() -> "";
        };
    }

    private ODataException badType(String type) {
        String types = property.types().stream()
                .map(CompositeTag::of)
                .map(tag -> CompositeTag.PREFIX + tag)
                .findFirst()
                .orElse("Edm.String");
        return new ODataException(
                InnerCode.BAD_PROPERTY_VALUE,
                "Недопустимое значение '" + type + "' для " + property.name() + "_Type; пример: '" + types + "'",
                "'" + type + "' is no type that " + property.name() + " can have; write it as '" + types + "'");
    }
}
