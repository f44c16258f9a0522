package io.polyport.odata.operations;

import io.polyport.kit.bus.Answer;
import io.polyport.odata.format.EntityWriter;
import io.polyport.odata.format.LinksDocument;
import io.polyport.odata.format.Negotiation;
import io.polyport.odata.format.PlainText;
import io.polyport.odata.format.Representation;
import io.polyport.odata.plan.Plan;
import io.polyport.odata.plan.Reading;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Statement;
import io.polyport.odata.rows.Found;
import io.polyport.odata.rows.ReadingSql;
import io.polyport.odata.rows.RowsAnswer;
import io.polyport.odata.rows.StoredColumns;
import io.polyport.odata.sql.SqlQuery;
import io.polyport.odata.sql.SqlWriter;
import io.polyport.odata.url.ODataUrl;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Answers a request whose answer is made of rows. */
final class RowsOperation {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Asked asked;
    private final ODataUrl url;

    RowsOperation(Asked asked, ODataUrl url) {
        this.asked = asked;
        this.url = url;
    }

    Future<Answer> entities(Plan.Entities plan) {
        Representation format = format();
        return document(
                plan.reading(),
                format.contentType(Representation.Kind.SET),
                (found, output) ->
                        writer(format, plan.reading()).writeSet(found.rows(), found.count(), output::accept));
    }

    Future<Answer> virtualRows(Plan.VirtualRows plan) {
        Representation format = format();
        return document(
                plan.reading(),
                format.contentType(Representation.Kind.OTHER),
                (found, output) ->
                        writer(format, plan.reading()).writeTable(found.rows(), found.count(), output::accept));
    }

    Future<Answer> one(Plan.One plan) {
        Representation format = format();
        return document(plan.reading(), format.contentType(Representation.Kind.ENTITY), (found, output) -> {
            require(found);
            writer(format, plan.reading()).writeOne(found.rows(), output::accept);
        });
    }

    Future<Answer> property(Plan.PropertyValue plan) {
        if (plan.raw()) {
            Negotiation.requireKnown(url.options().format());
            return document(plan.reading(), Representation.TEXT_TYPE, (found, output) -> {
                require(found);
                output.accept(PlainText.of(
                                plan.reading().fields().getFirst(), found.rows().row(), asked.language())
                        .orElseThrow(RowsOperation::noValue));
            });
        }
        Representation format = format();
        return document(plan.reading(), format.contentType(Representation.Kind.OTHER), (found, output) -> {
            require(found);
            writer(format, plan.reading()).writeProperty(found.rows(), output::accept);
        });
    }

    Future<Answer> links(Plan.Links plan) {
        Representation format = format();
        return document(plan.reading(), format.contentType(Representation.Kind.OTHER), (found, output) -> {
            require(found);
            LinksDocument.write(format, plan.reading(), found.rows().row(), asked.base(), output::accept);
        });
    }

    Future<Answer> count(Plan.Count plan) {
        Negotiation.requireKnown(url.options().format());
        var sql = new ReadingSql(
                sql(plan.count()), List.of(), Optional.empty(), plan.forbidden().map(this::sql));
        return answer(sql, Representation.COUNT_TYPE, (found, output) -> {
            found.rows().next();
            output.accept(Buffer.buffer(found.rows().row().decimal(0)));
        });
    }

    /** Its media type is known when its row has been read. */
    Future<Answer> stream(Plan.Stream plan) {
        Negotiation.requireKnown(url.options().format());
        return RowsAnswer.ofStored(
                asked.published().database().reader(),
                sql(plan.reading()),
                new StoredColumns(plan.mediaType(), plan.bytes()),
                taker(),
                stored -> head(stored.orElseThrow(RowsOperation::noEntity)));
    }

    private static RowsAnswer.Head head(RowsAnswer.Stored stored) {
        return stored.mediaType().isEmpty() && stored.length() == 0
                ? new RowsAnswer.Head(NO_CONTENT, List.of())
                : new RowsAnswer.Head(OK, StoredHeaders.of(stored.mediaType(), stored.length()));
    }

    private Future<Answer> document(Reading reading, String contentType, RowsAnswer.Document document) {
        return answer(sql(reading), contentType, document);
    }

    private Future<Answer> answer(ReadingSql sql, String contentType, RowsAnswer.Document document) {
        return RowsAnswer.of(
                asked.published().database().reader(),
                sql,
                taker(),
                new RowsAnswer.Head(OK, Asked.headers(contentType)),
                document);
    }

    private RowsAnswer.Taker taker() {
        var call = asked.call();
        return new RowsAnswer.Taker(call.principal().identity(), call.context(), call::whenGone);
    }

    private Representation format() {
        return Negotiation.choose(url.options().format(), asked.accept());
    }

    private EntityWriter writer(Representation format, Reading reading) {
        return EntityWriter.of(format, reading, asked.base(), asked.language());
    }

    private ReadingSql sql(Reading reading) {
        return new ReadingSql(
                sql(reading.rows()),
                reading.children().stream()
                        .map(child -> new ReadingSql.Child(sql(child.rows()), child.keys()))
                        .toList(),
                reading.count().map(this::sql),
                reading.forbidden().map(this::sql),
                reading.excess().map(excess -> new ReadingSql.Excess(sql(excess.row()), excess.refusal())));
    }

    private SqlQuery sql(Statement statement) {
        return SqlWriter.write(statement, asked.published().dialect());
    }

    private static ODataException noValue() {
        return new ODataException(
                InnerCode.ENTITY_NOT_FOUND,
                "Свойство не имеет значения: оно пустое (null), и текста у него нет.",
                "The property has no value: it is null, which has no text.");
    }

    private static void require(Found found) {
        if (!found.rows().next()) {
            throw noEntity();
        }
    }

    private static ODataException noEntity() {
        return new ODataException(
                InnerCode.ENTITY_NOT_FOUND,
                "Экземпляр сущности не найден по переданному ключу.",
                "Entity instance not found: there is none with this key.");
    }
}
