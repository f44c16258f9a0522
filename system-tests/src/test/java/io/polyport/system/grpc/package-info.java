/** The gRPC service from outside: REST in, real gRPC servers behind, the interop cases of the gRPC project. */
package io.polyport.system.grpc;
