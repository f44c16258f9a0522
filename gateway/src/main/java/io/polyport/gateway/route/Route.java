package io.polyport.gateway.route;

import io.polyport.gateway.policy.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of a contract, with what the gateway has to know of it.
 *
 * @param scopes of which the caller needs one that the policy accepts; empty when the contract asks for none
 * @param streams whether its request body is always streamed
 * @param writes whether it changes something
 * @param commands whether it passes on commands of the far server's own language, which policies allow apart
 * @param grants for operations that may name connections in their body: each access that they need (READ, WRITE …), with
 *     the scope that goes with it; empty for all others
 * @param timeout to the answer's head, when the contract sets one
 * @param idle how long its bodies may be silent, when the contract says so; its answer's head goes out at once
 * @param webSocket whether it may also be reached by a WebSocket at the same URL
 * @param openedArguments path parameters that may hold the id of an opened thing
 * @param connectionArgument the path parameter that names the connection, when there is one
 * @param headers request headers that the contract declares beyond the usual ones, lower case; one that ends with * stands
 *     for all that begin so
 */
public record Route(
        String operationId,
        String method,
        List<String> scopes,
        boolean streams,
        boolean writes,
        boolean commands,
        Map<Access, String> grants,
        Optional<Duration> timeout,
        Optional<Duration> idle,
        boolean webSocket,
        Set<String> openedArguments,
        Optional<String> connectionArgument,
        Set<String> headers) {
    /** In the place of a method: the operation that a WebSocket at a path reaches. No method has such a name. */
    public static final String WEBSOCKET = "(websocket)";

    /** Whether the contract declares this request header (lower case). */
    public boolean declaresHeader(String name) {
        return headers.contains(name)
                || headers.stream()
                        .anyMatch(declared -> declared.endsWith("*")
                                && name.startsWith(declared.substring(0, declared.length() - 1)));
    }
}
