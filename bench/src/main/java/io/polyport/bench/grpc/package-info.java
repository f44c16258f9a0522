/** A gRPC server that echoes, and the ways to it that are compared: straight, and through Armeria's transcoding. */
package io.polyport.bench.grpc;
