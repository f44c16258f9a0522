package io.polyport.ftp;

import java.nio.charset.StandardCharsets;

/** Which names the configuration of an exchange may hold: none that leads out of its directory. */
public final class ExchangeNames {
    static final String REMOTE =
            "must be a file's whole path on the server, such as Exchange/POS.spr, without the server's address, '.' and '..'";
    /** What we write for a moment; nobody else's names begin so. */
    public static final String SPARE = ".exchange-";

    /** What a disk takes: bytes, of which a Cyrillic letter has two. */
    private static final int MOST_BYTES = 255;
    /** For the suffix with which a second file of the name is put away, {@code .20260304T050607089Z}. */
    private static final int SUFFIX_BYTES = 20;

    private ExchangeNames() {}

    /** One file name that is no pattern. */
    public static boolean isName(String name) {
        return isPart(name) && !isDots(name) && name.indexOf('*') < 0 && name.indexOf('?') < 0;
    }

    /** Characters that may stand in a file name. */
    static boolean isPart(String text) {
        return !text.isEmpty()
                && bytes(text) <= MOST_BYTES
                && !text.startsWith(SPARE)
                && text.chars().noneMatch(each -> each == '/' || each == '\\' || Character.isISOControl(each));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether a file of this name can also be put away under a longer one. */
    public static boolean hasRoom(String name) {
        return bytes(name) + SUFFIX_BYTES <= MOST_BYTES;
    }

    static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    /** Names divided by single slashes; none at its begin or end. */
    static boolean isDirectory(String path) {
        for (String name : path.split("/", -1)) {
            if (!isPart(name) || isDots(name)) {
                return false;
            }
        }
        return true;
    }

    static boolean isRemote(String path) {
        return isDirectory(path.startsWith("/") ? path.substring(1) : path)
                && path.substring(0, path.lastIndexOf('/') + 1).chars().noneMatch(each -> each == '*' || each == '?');
    }

    static boolean isRemoteDirectory(String path) {
        return path.endsWith("/")
                && (path.equals("/") || isRemote(path.substring(0, path.length() - 1)))
                && path.chars().noneMatch(each -> each == '*' || each == '?');
    }

    /** Whether the last name of a path stands for several. */
    static boolean isPattern(String path) {
        String name = lastName(path);
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
