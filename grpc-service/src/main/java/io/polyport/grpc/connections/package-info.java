/** Where calls go: configured connections and those that callers opened, each with its catalog. */
package io.polyport.grpc.connections;
