package io.polyport.odata.rows;

/**
 * Which columns of a statement hold the value of a value storage.
 *
 * @param mediaType of a text, empty where nothing is stored
 * @param bytes of what is stored
 */
public record StoredColumns(int mediaType, int bytes) {}
