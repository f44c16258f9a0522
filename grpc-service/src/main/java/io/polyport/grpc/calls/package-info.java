/** Calls between HTTP and gRPC: JSON values into messages and back, with the pace of the slower side. */
package io.polyport.grpc.calls;
