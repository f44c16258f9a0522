package io.polyport.odata.url;

/** What was asked: a resource and how to see it. */
public record ODataUrl(Resource resource, QueryOptions options) {}
