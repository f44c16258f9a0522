package io.polyport.newcomer.operations;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.OperationTable;
import io.polyport.newcomer.Greeting;
import io.polyport.newcomer.NewComerClient;
import io.polyport.newcomer.NewComerRequest;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The table of the service's operations: the contract's ids, each with the method that carries it out. */
public final class NewComerOperations {
    private static final List<Map.Entry<String, String>> TEXT =
            List.of(Map.entry("content-type", "text/plain; charset=utf-8"));

    private final NewComerClient client;

    private NewComerOperations(NewComerClient client) {
        this.client = client;
    }

    public static OperationTable table(NewComerClient client) {
        var operations = new NewComerOperations(client);
        return new OperationTable().with("new-comer.greet", operations::greet);
    }

    private Future<Answer> greet(Call call) {
        var request = NewComerRequest.Greet.of(call);
        Greeting greeting = client.greet(request.name());
        call.whenGone(greeting::abort);
        return greeting.begun().map(begun -> new Answer.Streamed(200, TEXT, greeting, greeting::abort));
    }
}
