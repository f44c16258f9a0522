package io.polyport.ftp.listing;

import static io.polyport.ftp.listing.Listings.bytes;
import static io.polyport.ftp.listing.Listings.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.listing.ListingSettings.Command;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ListingStreamTest {
    private static final String UNIX = "-rw-r--r-- 1 alice staff 7 Jan  1 12:34 name-";
    private static final int TRIES = 10;
    private static final long A_SECOND = 1000;
    private static final long LONGEST_GAP = TimeUnit.MILLISECONDS.toNanos(250);
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Gives its pieces as they are asked for. */
    private static final class Pieces implements ReadStream<Buffer> {
        private final List<Buffer> pieces;
        private final Throwable failure;
        private Handler<Buffer> handler;
        private Handler<Void> endHandler;
        private Handler<Throwable> failureHandler;
        private int given;
        private boolean flowing = true;

        Pieces(List<Buffer> pieces, Throwable failure) {
            this.pieces = pieces;
            this.failure = failure;
        }

        @Override
        public Pieces handler(Handler<Buffer> next) {
            handler = next;
            return this;
        }

        @Override
        public Pieces exceptionHandler(Handler<Throwable> next) {
            failureHandler = next;
            return this;
        }

        @Override
        public Pieces endHandler(Handler<Void> next) {
            endHandler = next;
            return this;
        }

        @Override
        public Pieces pause() {
            flowing = false;
            return this;
        }

        @Override
        public Pieces resume() {
            throw new AssertionError("a listing asks for one piece after the other");
        }

        @Override
        public Pieces fetch(long amount) {
            assertThat(flowing).isFalse();
            assertThat(amount).isEqualTo(1);
            if (given < pieces.size()) {
                handler.handle(pieces.get(given++));
            } else if (failure != null) {
                failureHandler.handle(failure);
            } else {
                endHandler.handle(null);
            }
            return this;
        }
    }

    private <T> T onLoop(Supplier<Future<T>> work) throws Exception {
        var result = new CompletableFuture<T>();
        vertx.runOnContext(turn -> work.get().onComplete(result::complete, result::completeExceptionally));
        return result.get(30, TimeUnit.SECONDS);
    }

    private Future<List<FtpEntry>> all(ListingSettings settings, List<Buffer> pieces, Throwable failure) {
        return new ListingStream(vertx, new Pieces(pieces, failure), settings).all();
    }

    private static Buffer unix(int count) {
        var text = new StringBuilder(count * 60);
        for (int i = 0; i < count; i++) {
            text.append(UNIX).append(i).append("\r\n");
        }
        return Buffer.buffer(text.toString());
    }

    @Test
    @DisplayName("FT-10 FT-40 a hundred thousand entries are read well under a second, and the event loop stays free")
    void large() throws Exception {
        var listing = unix(100_000);
        onLoop(() -> all(list(), List.of(listing), null));
        // A machine that stands still for a moment tells nothing: one of some tries does.
        var reading = read(listing);
        for (int i = 1; i < TRIES && !reading.isFast(); i++) {
            reading = read(listing);
        }
        assertThat(reading.gaps()).as("timers that ran in between").hasSizeGreaterThan(5);
        assertThat(reading.gaps()).allSatisfy(gap -> assertThat(gap).isLessThan(LONGEST_GAP));
        assertThat(reading.millis()).isLessThan(A_SECOND);
    }

    /** How long a listing took, and what passed in nanoseconds between the timers that ran meanwhile. */
    private record Reading(long millis, List<Long> gaps) {
        boolean isFast() {
            return millis < A_SECOND && gaps.size() > 5 && gaps.stream().allMatch(gap -> gap < LONGEST_GAP);
        }
    }

    private Reading read(Buffer listing) throws Exception {
        var gaps = new ArrayList<Long>();
        long[] last = {System.nanoTime()};
        long start = System.nanoTime();

        var entries = onLoop(() -> {
            last[0] = System.nanoTime();
            long timer = vertx.setPeriodic(1, tick -> {
                gaps.add(System.nanoTime() - last[0]);
                last[0] = System.nanoTime();
            });
            return all(list(), List.of(listing), null).onComplete(done -> vertx.cancelTimer(timer));
        });

        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(entries).hasSize(100_000);
        assertThat(entries.get(99_999).name()).isEqualTo("name-99999");
        return new Reading(millis, gaps);
    }

    @Test
    @DisplayName("FT-10 a reader that takes one entry at a time gets each, in order, and the source waits")
    void backpressure() throws Exception {
        var source = new Pieces(List.of(unix(10), unix(10), unix(10)), null);
        var names = new ArrayList<String>();
        onLoop(() -> {
            var stream = new ListingStream(vertx, source, list());
            var done = io.vertx.core.Promise.<Void>promise();
            stream.endHandler(done::complete);
            stream.exceptionHandler(done::fail);
            stream.handler(entry -> {
                names.add(entry.name());
                assertThat(source.given).isLessThanOrEqualTo(names.size() / 10 + 1);
                vertx.runOnContext(later -> stream.fetch(1));
            });
            stream.fetch(1);
            return done.future();
        });

        assertThat(names).hasSize(30).startsWith("name-0", "name-1").endsWith("name-9");
    }

    @Test
    @DisplayName("FT-10 a rare format is read off the event loop, in batches, in order")
    void rareFormat() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 3500; i++) {
            text.append("- [RWCEAFMS] alice 54 Jan 16 2008 file").append(i).append("\r\n");
        }

        var entries = onLoop(() -> all(
                ListingSettings.of(Command.LIST, "NETWARE", StandardCharsets.UTF_8),
                List.of(Buffer.buffer(text.toString())),
                null));

        assertThat(entries).hasSize(3500);
        for (int i = 0; i < 3500; i++) {
            assertThat(entries.get(i).name()).isEqualTo("file" + i);
        }
    }

    @Test
    @DisplayName("FT-42 limits, unreadable listings and a source that breaks end the stream once, with their problem")
    void failures() {
        var broken = new IllegalStateException("cut");

        assertThatThrownBy(() -> onLoop(() -> all(list().withLimits(10, 10_000), List.of(unix(11)), null)))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("ftp.listing-too-large");
        assertThatThrownBy(() -> onLoop(() -> all(list(), List.of(Buffer.buffer("hello\r\nworld\r\n")), null)))
                .hasMessageContaining("ftp.listing-unreadable");
        assertThatThrownBy(() -> onLoop(() -> all(list(), List.of(unix(1)), broken)))
                .cause()
                .isSameAs(broken);
    }

    @Test
    @DisplayName("FT-3 the stream tells the format and the charset that it found")
    void tells() throws Exception {
        var found = onLoop(() -> {
            var source = new Pieces(List.of(Buffer.buffer(bytes(Listings.CP1251, UNIX + "имя"))), null);
            var stream = new ListingStream(vertx, source, list());
            return stream.all().map(entries -> stream.format().orElseThrow() + " " + stream.charset());
        });

        assertThat(found).isEqualTo("UNIX windows-1251");
    }
}
