/** Calls that live longer than the HTTP requests that they are made of (GR-24). */
package io.polyport.grpc.streams;
