package io.polyport.ftp.logins;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSettings;
import java.time.ZoneId;

/**
 * Where the paths of a connection lie.
 *
 * @param id the connection's name, or the id of an opened one
 * @param login what a login needs
 * @param root below it all relative paths lie
 * @param absolutePaths whether a path may begin at the server's root
 * @param zone of listings that are not in UTC
 */
public record Place(String id, FtpSettings login, FtpPath root, boolean absolutePaths, ZoneId zone) {
    public static Place of(String name, FtpConfig.Connection connection) {
        return new Place(
                name,
                connection.settings(),
                FtpPath.ofText(connection.root()),
                connection.absolutePaths(),
                ZoneId.of(connection.timeZone()));
    }

    /** The same place under the id of a connection that was opened on it. */
    public Place as(String newId) {
        return new Place(newId, login, root, absolutePaths, zone);
    }

    /** Whether a caller keeps its login. */
    public boolean isOpened() {
        return id.startsWith("~");
    }

    /** The server's path for a path of a caller. */
    public FtpPath resolve(FtpPath path) {
        return root.resolve(path);
    }
}
