/** Protobuf's JSON mapping: JSON into wire bytes and back, driven by descriptors, without generated code. */
package io.polyport.grpc.json;
