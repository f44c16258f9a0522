/**
 * From texts, descriptor sets, archives and servers that tell about themselves to a linked {@link
 * io.polyport.grpc.schema.Schema}. Texts are read by protoc, as a program of its own, with nothing of ours in its reach.
 */
package io.polyport.grpc.schema;
