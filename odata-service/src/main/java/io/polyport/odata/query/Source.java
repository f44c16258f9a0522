package io.polyport.odata.query;

/** One relation of a statement; what SQL calls an alias is {@code t<number>}. Numbers are unique within a request. */
public record Source(int number, Relation relation) {
    /** The number says enough, and a relation is long to look through. */
    @Override
    public int hashCode() {
        return number;
    }
}
