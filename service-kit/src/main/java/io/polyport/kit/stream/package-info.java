/**
 * Byte streams over the event bus: frames with byte credit between two programs.
 *
 * <p>A program has one {@link io.polyport.kit.stream.Streams} and one {@link io.polyport.kit.stream.StreamEndpoint} per
 * event loop, each with one fixed address. An {@link io.polyport.kit.stream.Exchange} is one call on one endpoint: a
 * request body and an answer body, told apart from the others by an id. The receiver grants bytes out of its own {@link
 * io.polyport.kit.stream.CreditBudget}; the sender never sends more than it was granted, and hands the bus only as much
 * as the connection takes.
 */
package io.polyport.kit.stream;
