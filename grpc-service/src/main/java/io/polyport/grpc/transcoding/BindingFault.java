package io.polyport.grpc.transcoding;

/**
 * An annotation, or one binding of it, that is left out because it can't work. The others work without it.
 *
 * @param service full name
 * @param method name within the service
 * @param words what is wrong with it
 */
public record BindingFault(String service, String method, String words) {}
