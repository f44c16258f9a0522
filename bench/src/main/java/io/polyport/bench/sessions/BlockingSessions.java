package io.polyport.bench.sessions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPClientConfig;

/** commons-net, a thread per session. */
final class BlockingSessions implements SessionLoad.Client {
    private final int port;
    private final ThreadFactory threads;
    private final boolean equal;

    /**
     * @param equal send the same commands as the FTP service's client sends to a server that it knows: it asks for the
     *     charset, for where it is and for the size, and enters the directory
     */
    BlockingSessions(int port, ThreadFactory threads, boolean equal) {
        this.port = port;
        this.threads = threads;
        this.equal = equal;
    }

    @Override
    public int failed(int sessions) throws InterruptedException {
        var failed = new AtomicInteger();
        var open = new CountDownLatch(sessions);
        for (int i = 0; i < sessions; i++) {
            threads.newThread(() -> {
                        if (!session()) {
                            failed.incrementAndGet();
                        }
                        open.countDown();
                    })
                    .start();
        }
        if (!open.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(open.getCount() + " sessions hang");
        }
        return failed.get();
    }

    private boolean session() {
        var client = new FTPClient();
        client.setConnectTimeout(60_000);
        client.setDefaultTimeout(60_000);
        try {
            if (equal) {
                // So that it is not asked for with SYST.
                client.configure(new FTPClientConfig(FTPClientConfig.SYST_UNIX));
            }
            client.connect("127.0.0.1", port);
            boolean in = client.login("anna", "secret") && prepared(client);
            client.enterLocalPassiveMode();
            client.setUseEPSVwithIPv4(equal);
            boolean right = in && listed(client) && fetched(client);
            client.logout();
            return right;
        } catch (IOException fault) {
            return false;
        } finally {
            try {
                client.disconnect();
            } catch (IOException ignored) {
                // it is closed
            }
        }
    }

    private boolean prepared(FTPClient client) throws IOException {
        return (!equal || client.sendCommand("OPTS UTF8 ON") == 200)
                && client.setFileType(FTP.BINARY_FILE_TYPE)
                && (!equal || client.printWorkingDirectory() != null);
    }

    private boolean listed(FTPClient client) throws IOException {
        if (!equal) {
            return client.listFiles(SessionLoad.FOLDER).length == SessionLoad.ENTRIES;
        }
        return client.changeWorkingDirectory(SessionLoad.FOLDER) && client.listFiles().length == SessionLoad.ENTRIES;
    }

    private boolean fetched(FTPClient client) throws IOException {
        var bytes = new ByteArrayOutputStream();
        String file = equal ? "/" + SessionLoad.FILE : SessionLoad.FILE;
        return (!equal || client.getSize(file) != null)
                && client.retrieveFile(file, bytes)
                && bytes.size() == SessionLoad.FILE_BYTES;
    }
}
