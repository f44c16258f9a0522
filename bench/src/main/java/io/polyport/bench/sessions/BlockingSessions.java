package io.polyport.bench.sessions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;

/** commons-net, a thread per session. */
final class BlockingSessions implements SessionLoad.Client {
    private final int port;
    private final ThreadFactory threads;

    BlockingSessions(int port, ThreadFactory threads) {
        this.port = port;
        this.threads = threads;
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
            client.connect("127.0.0.1", port);
            boolean in = client.login("anna", "secret") && client.setFileType(FTP.BINARY_FILE_TYPE);
            client.enterLocalPassiveMode();
            var bytes = new ByteArrayOutputStream();
            boolean right = in
                    && client.listFiles(SessionLoad.FOLDER).length == SessionLoad.ENTRIES
                    && client.retrieveFile(SessionLoad.FILE, bytes)
                    && bytes.size() == SessionLoad.FILE_BYTES;
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
}
