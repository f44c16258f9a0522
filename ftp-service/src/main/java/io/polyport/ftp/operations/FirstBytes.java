package io.polyport.ftp.operations;

import io.polyport.ftp.FtpDownload;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** So many bytes of a download; then the transfer is aborted, because FTP can't be told where to stop. */
final class FirstBytes implements ReadStream<Buffer> {
    private final FtpDownload download;
    private long left;
    private Handler<Void> endHandler;
    private boolean over;

    FirstBytes(FtpDownload download, long bytes) {
        this.download = download;
        this.left = bytes;
    }

    @Override
    public FirstBytes exceptionHandler(Handler<Throwable> handler) {
        download.exceptionHandler(handler);
        return this;
    }

    @Override
    public FirstBytes handler(Handler<Buffer> handler) {
        download.handler(
                handler == null
                        ? null
                        : bytes -> {
                            if (!over) {
                                take(bytes, handler);
                            }
                        });
        return this;
    }

    private void take(Buffer bytes, Handler<Buffer> handler) {
        boolean last = bytes.length() >= left;
        Buffer wanted = bytes.length() > left ? bytes.slice(0, (int) left) : bytes;
        left -= wanted.length();
        if (last) {
            over = true;
            download.abort();
        }
        handler.handle(wanted);
        if (last && endHandler != null) {
            endHandler.handle(null);
        }
    }

    @Override
    public FirstBytes endHandler(Handler<Void> handler) {
        endHandler = handler;
        download.endHandler(handler);
        return this;
    }

    @Override
    public FirstBytes pause() {
        download.pause();
        return this;
    }

    @Override
    public FirstBytes resume() {
        download.resume();
        return this;
    }

    @Override
    public FirstBytes fetch(long amount) {
        download.fetch(amount);
        return this;
    }
}
