package io.polyport.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** An FTP server on this machine with a few files, for trying Polyport out. Its password is new at every start. */
public final class DemoFtpServer implements AutoCloseable {
    private static final String USER = "demo";
    private static final Map<String, String> FILES = Map.of(
            "welcome.txt", "You have read a file of an FTP server over HTTP.\n",
            "Обмен/Прайс-лист.csv",
                    "Код;Наименование;Цена\n001;Чайник электрический;2490.00\n002;Кружка «Утро»;350.50\n",
            "Обмен/Заявка №7 от 20.11.2026.txt", "Поставщик: ООО «Ромашка»\nСрок: до конца недели\n",
            "reports/2026/november.csv", "day;orders\n19;41\n20;38\n");

    private final FtpServer server;
    private final int port;
    private final String password;

    private DemoFtpServer(FtpServer server, int port, String password) {
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts it; blocks for a moment, so not for an event loop. Files that the folder has already are left as they are.
     *
     * @param folder where its files are; made when it is missing
     * @param port 0 for any free one
     */
    public static DemoFtpServer start(Path folder, int port) {
        try {
            fill(folder);
            int taken = port == 0 ? freePort() : port;
            byte[] secret = new byte[12];
            new SecureRandom().nextBytes(secret);
            String password = HexFormat.of().formatHex(secret);
            FtpServer server = server(folder, taken, password);
            server.start();
            return new DemoFtpServer(server, taken, password);
        } catch (IOException failure) {
            throw new UncheckedIOException("the demo FTP server's files can't be written to " + folder, failure);
        } catch (FtpException failure) {
            throw new IllegalStateException("the demo FTP server did not start", failure);
        }
    }

    private static FtpServer server(Path folder, int port, String password) throws FtpException {
        var user = new BaseUser();
        user.setName(USER);
        user.setPassword(password);
        user.setHomeDirectory(folder.toAbsolutePath().toString());
        user.setAuthorities(List.of(new WritePermission()));
        var data = new DataConnectionConfigurationFactory();
        data.setPassiveAddress("127.0.0.1");
        data.setPassivePorts("0");
        var listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        var limits = new ConnectionConfigFactory();
        limits.setMaxLogins(500);
        limits.setMaxThreads(500);
        var factory = new FtpServerFactory();
        factory.addListener("default", listener.createListener());
        factory.setConnectionConfig(limits.createConnectionConfig());
        factory.getUserManager().save(user);
        return factory.createServer();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void fill(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : FILES.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.exists(path)) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
            }
        }
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    @Override
    public void close() {
        server.stop();
    }
}
