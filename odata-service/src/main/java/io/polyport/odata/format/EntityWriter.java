package io.polyport.odata.format;

import io.polyport.odata.plan.Reading;
import io.polyport.odata.rows.Cursor;
import java.time.Clock;
import java.time.ZoneId;
import java.util.OptionalLong;

/**
 * Writes what a reading found as one document of a format, piece by piece. Made for one reading and one document; used by the
 * thread that reads the rows. Exceptions of the cursor and of the output pass through, and the document stays unfinished.
 */
public sealed interface EntityWriter permits JsonWriter, AtomWriter {
    /**
     * The writer of a format.
     *
     * @param base the publication's root as the caller sees it, without a slash at the end:
     *     {@code https://api.example.org/demo/odata/standard.odata}
     * @param language of presentations, {@code ru} or {@code en}
     */
    static EntityWriter of(Representation format, Reading reading, String base, String language) {
        return of(format, reading, base, language, Clock.system(ZoneId.systemDefault()));
    }

    /** @param clock tells the moment that Atom gives as {@code updated} */
    static EntityWriter of(Representation format, Reading reading, String base, String language, Clock clock) {
        return format.isJson()
                ? new JsonWriter(format, reading, base, language)
                : new AtomWriter(reading, base, language, clock);
    }

    /**
     * A set: every row that the cursor goes on to is an entity.
     *
     * @param count how many there are in all, where the caller asked (OD-26)
     */
    void writeSet(Cursor cursor, OptionalLong count, Output output);

    /** The row at which the cursor stands, as an entity. */
    void writeOne(Cursor cursor, Output output);

    /** The rows of a virtual table: records without an address; what is expanded stands beside its key (OD-15, OD-28). */
    void writeTable(Cursor cursor, OptionalLong count, Output output);

    /** The only field of the reading, of the row at which the cursor stands (OD-14). */
    void writeProperty(Cursor cursor, Output output);
}
