package io.polyport.ftp.uploads;

import io.polyport.ftp.files.SummedBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Set;

/**
 * Bytes for an upload.
 *
 * @param offset where they begin, as the caller believes
 * @param length how many there are, -1 when that is not known before
 * @param content paused
 * @param algorithms of the digests that the caller has announced
 * @param check fails when the bytes do not have them
 */
public record Part(
        long offset, long length, ReadStream<Buffer> content, Set<String> algorithms, SummedBody.Check check) {
    /** What becomes of an upload of which a part from {@code offset} has a wrong digest, as a sentence. */
    public static String consequence(long offset) {
        return offset == 0
                ? "They were removed: send the upload from its beginning."
                : "Bytes at the FTP server can't be taken back: the upload has failed for good and has to be begun again.";
    }
}
