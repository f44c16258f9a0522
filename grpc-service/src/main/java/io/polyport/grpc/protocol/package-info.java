/**
 * gRPC over HTTP/2: the adapter. A call ({@code Call}) gets its place ({@code Place}) among the servers of its target
 * ({@code Servers}, {@code Server}) and there a stream ({@code Stream}) on a connection ({@code Connection}); what is sent goes
 * through {@code Outbox}, what comes through {@code Inbox}.
 *
 * <p>Decided here, and measured in {@code FlowControlTest}:
 *
 * <ul>
 *   <li>A stream's window is 64 KiB, a connection's is twice that for every call it may carry. So a reader who stands still
 *       holds back its own sender only, makes us hold 64 KiB at most, and needs no connection of its own.
 *   <li>A message is inflated or deflated in slices of 128 or 64 KiB, one in each turn of the event loop; never more than the
 *       limit and one slice.
 *   <li>What came before a stream broke is handed over first; then the status is told. Cancelling and the deadline drop it.
 *   <li>A stream is opened a second time, once, only when the server has certainly not looked at the first and no more than
 *       256 KiB were sent.
 *   <li>At most 128 connections go to one IP address and port from one event loop.
 *   <li>Names are looked up again when they are old, and when no server can be reached. Those that callers gave pass the egress
 *       guard each time ({@code Lookup}); only what it let through is connected to.
 *   <li>Vert.x reports nothing of a stream that ends without a head; {@code Connection.check} finds those within seconds.
 * </ul>
 */
package io.polyport.grpc.protocol;
