package io.polyport.ftp;

/** Which names the configuration of an exchange may hold: none that leads out of its directory. */
public final class ExchangeNames {
    static final String REMOTE =
            "must be a file's whole path on the server, such as Exchange/POS.spr, without the server's address, '.' and '..'";
    /** What we write for a moment; nobody else's names begin so. */
    public static final String SPARE = ".exchange-";

    private ExchangeNames() {}

    /** One file name that is no pattern. */
    public static boolean isName(String name) {
        return isPart(name) && !isDots(name) && name.indexOf('*') < 0 && name.indexOf('?') < 0;
    }

    /** Characters that may stand in a file name. */
    static boolean isPart(String text) {
        return !text.isEmpty()
                && text.length() <= 255
                && !text.startsWith(SPARE)
                && text.chars().noneMatch(each -> each == '/' || each == '\\' || Character.isISOControl(each));
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
