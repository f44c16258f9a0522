/** gRPC over HTTP/2: the adapter. */
package io.polyport.grpc.protocol;
