package io.polyport.odata.operations;

import io.polyport.kit.bus.Answer;
import io.polyport.odata.format.BoundFunction;
import io.polyport.odata.format.MetadataDocument;
import io.polyport.odata.format.Negotiation;
import io.polyport.odata.format.Representation;
import io.polyport.odata.format.ServiceDocument;
import io.polyport.odata.plan.Plan;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.ODataUrl;
import io.polyport.odata.url.Resource;
import io.polyport.odata.url.UrlParser;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.Set;

/** Reads a resource: URL, plan, rows, document. */
final class ReadOperation {
    /** Those that are answered. */
    private static final Set<BoundFunction> FUNCTIONS = EnumSet.of(BoundFunction.SLICE_LAST, BoundFunction.SLICE_FIRST);

    private final Limits limits;

    ReadOperation(Limits limits) {
        this.limits = limits;
    }

    Future<Answer> run(Asked asked) {
        ODataUrl url = UrlParser.parse(asked.path(), asked.query(), limits);
        if (url.resource() instanceof Resource.Set set) {
            asked.requireSet(set.name());
        }
        Plan plan = asked.view().planner().plan(url, asked.caller());
        return switch (plan) {
            case Plan.ServiceDocument ignored -> serviceDocument(asked, url);
            case Plan.Metadata ignored -> metadata(asked, url);
            case Plan.Entities entities -> new RowsOperation(asked, url).entities(entities);
            case Plan.VirtualRows rows -> new RowsOperation(asked, url).virtualRows(rows);
            case Plan.One one -> new RowsOperation(asked, url).one(one);
            case Plan.Count count -> new RowsOperation(asked, url).count(count);
            case Plan.PropertyValue value -> new RowsOperation(asked, url).property(value);
            case Plan.Stream stream -> new RowsOperation(asked, url).stream(stream);
            case Plan.Links links -> new RowsOperation(asked, url).links(links);
        };
    }

    private static Future<Answer> serviceDocument(Asked asked, ODataUrl url) {
        Representation format = Negotiation.choose(url.options().format(), asked.accept());
        Buffer document = Buffer.buffer();
        ServiceDocument.write(format, asked.view().model(), asked.base(), document::appendBuffer);
        return Future.succeededFuture(
                new Answer.Whole(200, Asked.headers(format.contentType(Representation.Kind.OTHER)), document));
    }

    private static Future<Answer> metadata(Asked asked, ODataUrl url) {
        Negotiation.requireXml(url.options().format());
        return asked.published()
                .metadata(asked.view(), model -> {
                    Buffer document = Buffer.buffer();
                    MetadataDocument.write(model, FUNCTIONS, document::appendBuffer);
                    return document;
                })
                .map(document -> new Answer.Whole(200, Asked.headers(Representation.METADATA_TYPE), document));
    }
}
