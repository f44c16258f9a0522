/** What a connection knows of its server: its schema, and a codec for each type that was asked for. */
package io.polyport.grpc.catalog;
