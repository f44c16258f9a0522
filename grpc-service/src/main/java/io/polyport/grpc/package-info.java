/** Calls to gRPC servers in JSON over REST; {@code GrpcService} is the program, {@code GrpcPart} its contents. */
package io.polyport.grpc;
