package io.polyport.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * A request body that streams to a service.
 *
 * @param stream paused until the service asks for the first byte
 * @param wanted runs when it does ({@code 100 Continue} goes out then)
 * @param unwanted runs when nobody wants the rest
 */
public record RequestBody(ReadStream<Buffer> stream, Runnable wanted, Runnable unwanted) {}
