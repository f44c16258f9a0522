/** A gRPC server to try the gRPC service with: a small shop that computes its answers from what it is asked. */
package io.polyport.standalone.shop;
