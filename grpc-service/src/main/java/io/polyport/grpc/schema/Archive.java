package io.polyport.grpc.schema;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the .proto files of a ZIP in memory (APPNOTE.TXT 6.3.10), by its central directory: that alone tells which
 * entries are links. Whatever sizes it claims, only so much is unpacked as is allowed.
 */
final class Archive {
    private static final int END_SIGNATURE = 0x0605_4b50;
    private static final int ENTRY_SIGNATURE = 0x0201_4b50;
    private static final int LOCAL_SIGNATURE = 0x0403_4b50;
    private static final int END_LENGTH = 22;
    private static final int ENTRY_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LONGEST_NAME = 1000;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int UNIX = 3;
    private static final int FILE_TYPE = 0xF000;
    private static final int LINK = 0xA000;

    private final ByteBuffer zip;
    private final SchemaSettings settings;
    private final Map<String, String> protos = new LinkedHashMap<>();
    private long unpacked;
    private long read;

    private Archive(byte[] zip, SchemaSettings settings) {
        this.zip = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        this.settings = settings;
    }

    /**
     * The texts by their paths in the archive, of which none was checked but that it is there once. Fails with {@link
     * SchemaProblems#ARCHIVE_INVALID} or {@link SchemaProblems#TOO_LARGE}.
     */
    static Map<String, String> protos(byte[] zip, SchemaSettings settings) {
        var archive = new Archive(zip, settings);
        try {
            archive.read();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | java.nio.BufferUnderflowException cut) {
            throw invalid("Its directory leads out of it.");
        }
        return archive.protos;
    }

    private static ProblemException invalid(String what) {
        return SchemaProblems.ARCHIVE_INVALID.toException(what + " " + SchemaProblems.ARCHIVE_INVALID.advice());
    }

    private static ProblemException invalid(String name, String what) {
        return Problem.of(SchemaProblems.ARCHIVE_INVALID)
                .withField("protos/" + (name.length() > 255 ? name.substring(0, 255) + "…" : name), what)
                .toException();
    }

    private void read() {
        int end = end();
        int count = zip.getShort(end + 10) & 0xFFFF;
        int position = zip.getInt(end + 16);
        if (count == 0xFFFF || position == -1) {
            throw invalid("It is in the format ZIP64, which is for more than is taken here.");
        }
        for (int i = 0; i < count; i++) {
            if (zip.getInt(position) != ENTRY_SIGNATURE) {
                throw invalid("Its directory is broken.");
            }
            int name = zip.getShort(position + 28) & 0xFFFF;
            take(position, name);
            position += ENTRY_LENGTH
                    + name
                    + (zip.getShort(position + 30) & 0xFFFF)
                    + (zip.getShort(position + 32) & 0xFFFF);
        }
        if (protos.isEmpty()) {
            throw invalid("No file in it ends with .proto.");
        }
    }

    private int end() {
        int earliest = Math.max(0, zip.limit() - END_LENGTH - LONGEST_COMMENT);
        for (int position = zip.limit() - END_LENGTH; position >= earliest; position--) {
            if (zip.getInt(position) == END_SIGNATURE) {
                return position;
            }
        }
        throw invalid("It is no ZIP, or it is cut.");
    }

    private void take(int entry, int nameLength) {
        byte[] bytes = new byte[nameLength];
        zip.get(entry + ENTRY_LENGTH, bytes);
        String name = new String(bytes, StandardCharsets.UTF_8);
        if (!isProto(name)) {
            return;
        }
        if (nameLength > LONGEST_NAME) {
            throw invalid(name, "has a name of more than " + LONGEST_NAME + " bytes");
        }
        int type = (zip.getInt(entry + 38) >>> 16) & FILE_TYPE;
        if ((zip.getShort(entry + 4) >>> 8 & 0xFF) == UNIX && type == LINK) {
            throw invalid(name, "is a symbolic link: put the file itself in its place");
        }
        if ((zip.getShort(entry + 8) & 1) != 0) {
            throw invalid(name, "is encrypted");
        }
        if (protos.size() >= settings.files()) {
            throw SchemaProblems.TOO_LARGE.toException(
                    "The ZIP has more than " + settings.files() + " protos. " + SchemaProblems.TOO_LARGE.advice());
        }
        if (protos.put(name, text(name, content(entry, name))) != null) {
            throw invalid(name, "is there twice");
        }
    }

    /** macOS puts files with properties of files beside them, under names that end as theirs do. */
    private static boolean isProto(String name) {
        return name.endsWith(".proto")
                && !name.startsWith("__MACOSX/")
                && !name.substring(name.lastIndexOf('/') + 1).startsWith("._");
    }

    private byte[] content(int entry, String name) {
        int local = zip.getInt(entry + 42);
        if (zip.getInt(local) != LOCAL_SIGNATURE) {
            throw invalid(name, "is not where the directory says");
        }
        int start = local + LOCAL_LENGTH + (zip.getShort(local + 26) & 0xFFFF) + (zip.getShort(local + 28) & 0xFFFF);
        ByteBuffer packed = zip.slice(start, zip.getInt(entry + 20));
        read += packed.remaining();
        if (read > zip.limit()) {
            // To unpack the same bytes again and again takes long, whatever comes out of them.
            throw invalid(name, "lies over another file");
        }
        byte[] content = switch (zip.getShort(entry + 10)) {
            case STORED -> stored(packed, name);
            case DEFLATED -> inflated(packed, name);
            default -> throw invalid(name, "is packed in another way than 'stored' or 'deflated'");
        };
        var sum = new CRC32();
        sum.update(content);
        if ((int) sum.getValue() != zip.getInt(entry + 16)) {
            throw invalid(name, "is damaged: its checksum is another one");
        }
        return content;
    }

    private int room() {
        return (int) Math.min(settings.fileBytes().bytes(), settings.bytes().bytes() - unpacked);
    }

    private byte[] stored(ByteBuffer packed, String name) {
        byte[] content = new byte[Math.min(packed.remaining(), room() + 1)];
        packed.get(content);
        return counted(content, name);
    }

    private byte[] inflated(ByteBuffer packed, String name) {
        var inflater = new Inflater(true);
        var content = new java.io.ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            inflater.setInput(packed);
            while (!inflater.finished() && content.size() <= room()) {
                int length = inflater.inflate(piece);
                if (length == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw invalid(name, "is cut");
                }
                content.write(piece, 0, length);
            }
        } catch (DataFormatException damaged) {
            throw invalid(name, "is damaged");
        } finally {
            inflater.end();
        }
        return counted(content.toByteArray(), name);
    }

    private byte[] counted(byte[] content, String name) {
        if (content.length > room()) {
            throw Problem.of(SchemaProblems.TOO_LARGE)
                    .withField(
                            "protos/" + name,
                            "is larger than " + settings.fileBytes() + ", or makes all larger than " + settings.bytes())
                    .toException();
        }
        unpacked += content.length;
        return content;
    }

    private static String text(String name, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException other) {
            throw invalid(name, "is not in UTF-8");
        }
    }
}
