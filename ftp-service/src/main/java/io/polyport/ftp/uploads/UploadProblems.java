package io.polyport.ftp.uploads;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can go wrong with uploads that are resumed. */
public final class UploadProblems {
    public static final ProblemType UNKNOWN = new ProblemType(
            "ftp.upload-unknown",
            404,
            "There is no such upload",
            "It is not one of yours, or it was given up, or nothing came for so long that it was swept. Begin a new one.");
    public static final ProblemType BUSY = new ProblemType(
            "ftp.upload-busy",
            409,
            "Another call works on this upload",
            "Try again when it has ended, or shortly after its service instance died; ask for the offset before.");
    public static final ProblemType OFFSET_DIFFERS = new ProblemType(
            "ftp.upload-offset",
            409,
            "The upload has to be continued from elsewhere",
            "Send the bytes from the offset that Upload-Offset and the member 'uploadOffset' tell.");
    public static final ProblemType TOO_LONG = new ProblemType(
            "ftp.upload-too-long",
            413,
            "More bytes came than the upload was announced with",
            "Nothing behind its length was kept. Check the source; when it has become longer, begin a new upload.");
    public static final ProblemType INCOMPLETE = new ProblemType(
            "ftp.upload-incomplete",
            409,
            "The upload is not complete",
            "Send the rest from the offset that Upload-Offset and the member 'uploadOffset' tell, then complete it again.");
    public static final ProblemType ENDED = new ProblemType(
            "ftp.upload-ended",
            409,
            "The upload is complete already, or about to be",
            "Nothing can be added to it. Ask for its completion again, or begin a new upload.");
    public static final ProblemType SPOILED = new ProblemType(
            "ftp.upload-spoiled",
            409,
            "The upload has failed for good",
            "Wrong bytes reached the FTP server and can't be taken back. They are removed; begin a new upload.");
    public static final ProblemType TOO_MANY = new ProblemType(
            "ftp.too-many-uploads",
            429,
            "The caller has begun too many uploads",
            "Complete some, or give up those that are no longer needed (DELETE /uploads/{id}); GET /uploads lists them.");
    public static final ProblemType NOT_CONFIGURED = new ProblemType(
            "ftp.not-configured",
            409,
            "The connection is an opened one",
            "A resumable upload outlives opened connections. Use a configured connection; GET /connections lists them.");

    public static final List<ProblemType> ALL =
            List.of(UNKNOWN, BUSY, OFFSET_DIFFERS, TOO_LONG, INCOMPLETE, ENDED, SPOILED, TOO_MANY, NOT_CONFIGURED);

    private UploadProblems() {}
}
