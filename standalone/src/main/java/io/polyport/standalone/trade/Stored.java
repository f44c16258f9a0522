package io.polyport.standalone.trade;

/**
 * What a value storage holds.
 *
 * @param bytes not copied
 */
@SuppressWarnings("ArrayRecordComponent")
record Stored(String mediaType, byte[] bytes) {}
