package io.polyport.bench.sessions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * As little of an FTP server as a login, a listing and a download need, so that what is measured is the clients: one
 * directory with ten files of 4 KiB, a virtual thread per session.
 */
public final class SmallFtpServer {
    private static final byte[] FILE = new byte[4096];
    private static final byte[] LISTING =
            "-rw-r--r-- 1 ftp ftp 4096 Nov 20 19:29 report.bin\r\n".repeat(10).getBytes(StandardCharsets.US_ASCII);

    private final Socket control;
    private final OutputStream out;
    private ServerSocket passive;

    private SmallFtpServer(Socket control) throws IOException {
        this.control = control;
        this.out = control.getOutputStream();
    }

    /** @param args the port */
    public static void main(String[] args) throws IOException {
        try (var listener = new ServerSocket(Integer.parseInt(args[0]), 4096, InetAddress.getLoopbackAddress())) {
            while (true) {
                var session = new SmallFtpServer(listener.accept());
                Thread.ofVirtual().start(session::serve);
            }
        }
    }

    private void serve() {
        try (control) {
            var in = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.ISO_8859_1));
            reply("220 ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!answered(line.split(" ", 2)[0].toUpperCase(Locale.ROOT))) {
                    return;
                }
            }
        } catch (IOException gone) {
            return;
        } finally {
            closePassive();
        }
    }

    private boolean answered(String verb) throws IOException {
        switch (verb) {
            case "USER" -> reply("331 password");
            case "PASS" -> reply("230 in");
            case "SYST" -> reply("215 UNIX Type: L8");
            case "FEAT" -> reply("211-Features:\r\n EPSV\r\n SIZE\r\n UTF8\r\n211 End");
            case "PWD" -> reply("257 \"/\"");
            case "SIZE" -> reply("213 " + FILE.length);
            case "EPSV" -> reply("229 here (|||" + port() + "|)");
            case "PASV" -> reply("227 here (127,0,0,1," + port() / 256 + "," + port() % 256 + ")");
            case "LIST" -> send(LISTING);
            case "RETR" -> send(FILE);
            case "QUIT" -> reply("221 bye");
            default -> reply("200 fine");
        }
        return !verb.equals("QUIT");
    }

    private int port() throws IOException {
        if (passive == null) {
            passive = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        }
        return passive.getLocalPort();
    }

    private void send(byte[] bytes) throws IOException {
        reply("150 coming");
        try (var data = passive.accept()) {
            data.getOutputStream().write(bytes);
        }
        reply("226 done");
    }

    private void reply(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void closePassive() {
        try {
            if (passive != null) {
                passive.close();
            }
        } catch (IOException ignored) {
            // nothing is left of it
        }
    }
}
