/** The service's operations: a short method for each, in one table. */
package io.polyport.grpc.operations;
