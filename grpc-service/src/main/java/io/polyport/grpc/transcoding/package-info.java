/**
 * The {@code google.api.http} annotations of a schema: which method a path calls, and what its message is made of. Pure
 * logic, from {@code google/api/http.proto}; where that text leaves something open, the class that decides it says so.
 */
package io.polyport.grpc.transcoding;
