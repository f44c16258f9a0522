package io.polyport.odata.operations;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.OperationTable;
import io.polyport.odata.model.Separator;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.publications.Publications;
import io.polyport.odata.publications.Published;
import io.polyport.odata.url.Limits;
import io.vertx.core.Future;
import java.util.stream.Collectors;

/** What callers can do with a publication. */
public final class OdataOperations {
    /** One operation on a publication. */
    @FunctionalInterface
    private interface Asking {
        Future<Answer> run(Asked asked);
    }

    private OdataOperations() {}

    public static OperationTable table(Publications publications, Limits limits) {
        var reading = new ReadOperation(limits);
        return new OperationTable()
                .with("odata.read", call -> run(publications, call, reading::run))
                .with(
                        "odata.show-published",
                        call -> run(publications, call, asked -> new PublishedOperation(asked).show()))
                .with(
                        "odata.choose-published",
                        call -> run(publications, call, asked -> new PublishedOperation(asked).choose()))
                .with(
                        "odata.give-back-published",
                        call -> run(publications, call, asked -> new PublishedOperation(asked).giveBack()));
    }

    private static Future<Answer> run(Publications publications, Call call, Asking operation) {
        Published published = publications
                .of(call.publication())
                .orElseThrow(() -> new IllegalStateException(
                        "the gateway's publication '" + call.publication() + "' is none of this service's"));
        Asked asked = Asked.of(call, published);
        return Future.succeededFuture()
                .compose(ignored -> {
                    requireSeparators(call, published);
                    return operation.run(asked);
                })
                .recover(failure -> failure instanceof ODataException problem
                        ? Future.succeededFuture(asked.error(problem))
                        : Future.failedFuture(failure));
    }

    /** Where gateway and model part the data differently, a policy would hold less than it says. */
    private static void requireSeparators(Call call, Published published) {
        var known = published.shown().model().separators().stream()
                .map(Separator::name)
                .collect(Collectors.toSet());
        if (!known.equals(call.separators().keySet())) {
            throw new IllegalStateException("the gateway's publication '" + call.publication() + "' has the separators "
                    + call.separators().keySet() + ", its model has " + known + "; make them the same");
        }
    }
}
