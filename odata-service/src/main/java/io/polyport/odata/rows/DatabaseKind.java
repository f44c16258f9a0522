package io.polyport.odata.rows;

/** The products that data can be kept in. */
public enum DatabaseKind {
    /** In this process. */
    H2,
    POSTGRESQL
}
