package io.polyport.ftp.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What a server that gives up its rights serves: everyone may enter it, and write into {@code pub}.
 *
 * @param home of the server's own files, too
 * @param root what callers see, below home
 * @param pub below root
 */
record ServedFolder(Path home, Path root, Path pub) {
    static ServedFolder create(String name) throws IOException {
        var home = Files.createTempDirectory(name);
        var root = Files.createDirectory(home.resolve("root"));
        var pub = Files.createDirectory(root.resolve("pub"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(pub, PosixFilePermissions.fromString("rwxrwxrwx"));
        return new ServedFolder(home, root, pub);
    }
}
