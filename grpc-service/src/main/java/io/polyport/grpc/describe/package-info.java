/** What a schema holds, told to people and programs: its services and types, JSON Schema, OpenAPI. Pure logic. */
package io.polyport.grpc.describe;
