package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class GunzipTest {
    private static final int LIMIT = 16 << 20;
    private static final byte[] EMPTY_BLOCK = {0, 0, 0, -1, -1};

    private record End(Gunzip.Step step, int steps) {}

    private static End inflate(byte[] in) {
        var gunzip = new Gunzip(Buffer.buffer(in), LIMIT);
        try {
            int steps = 1;
            Gunzip.Step step = gunzip.step();
            while (step instanceof Gunzip.Step.More) {
                step = gunzip.step();
                steps++;
            }
            return new End(step, steps);
        } finally {
            gunzip.close();
        }
    }

    private static byte[] times(byte[] one, int count) {
        byte[] all = new byte[one.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }

    private static byte[] member(int flags, byte[] rest) {
        byte[] head = {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 0};
        byte[] all = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        return all;
    }

    @Test
    @DisplayName("GR-30: members one behind the other are one message")
    void members() {
        var in = new ByteArrayOutputStream();
        in.writeBytes(HostileMessagesTest.gzip("one ".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        in.writeBytes(HostileMessagesTest.gzip(new byte[0]));
        in.writeBytes(HostileMessagesTest.gzip("two".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(inflate(in.toByteArray()).step()).isEqualTo(new Gunzip.Step.Done(Buffer.buffer("one two")));
    }

    @Test
    @DisplayName("GR-30 GR-31: 16 MiB of empty gzip members are read, in many turns, and the stack is not used up")
    void emptyMembers() {
        byte[] member = HostileMessagesTest.gzip(new byte[0]);
        var end = inflate(times(member, LIMIT / member.length));

        assertThat(end.step()).isEqualTo(new Gunzip.Step.Done(Buffer.buffer()));
        assertThat(end.steps()).isGreaterThan(1000);
    }

    @Test
    @DisplayName("GR-31: gzip whose blocks inflate to nothing is read in many turns")
    void emptyBlocks() {
        byte[] blocks = times(EMPTY_BLOCK, LIMIT / EMPTY_BLOCK.length);
        var rest = new ByteArrayOutputStream();
        rest.writeBytes(blocks);
        rest.writeBytes(new byte[] {1, 0, 0, -1, -1});
        rest.writeBytes(new byte[8]);
        var end = inflate(member(0, rest.toByteArray()));

        assertThat(end.step()).isEqualTo(new Gunzip.Step.Done(Buffer.buffer()));
        assertThat(end.steps()).isGreaterThan(100);
    }

    @Test
    @DisplayName("GR-30: a gzip head may have extra bytes, a name, a comment and a checksum; a name has an end")
    void heads() {
        byte[] plain = HostileMessagesTest.gzip("x".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
        var rest = new ByteArrayOutputStream();
        rest.writeBytes(new byte[] {2, 0, 7, 7, 'n', 0, 'c', 0, 0, 0});
        rest.writeBytes(body);

        assertThat(inflate(member(2 | 4 | 8 | 16, rest.toByteArray())).step())
                .isEqualTo(new Gunzip.Step.Done(Buffer.buffer("x")));
        byte[] endless = new byte[LIMIT];
        Arrays.fill(endless, (byte) 'n');
        assertThat(inflate(member(8, endless)).step()).isInstanceOf(Gunzip.Step.Broken.class);
    }

    @Test
    @DisplayName("gzip that is cut anywhere, or has another checksum or size, is never taken as whole")
    void damage() {
        byte[] whole = HostileMessagesTest.gzip("some text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (int length = 0; length < whole.length; length++) {
            assertThat(inflate(Arrays.copyOf(whole, length)).step())
                    .as("cut to " + length)
                    .isInstanceOf(Gunzip.Step.Broken.class);
        }
        for (int at = whole.length - 8; at < whole.length; at++) {
            byte[] other = whole.clone();
            other[at]++;
            assertThat(inflate(other).step()).as("byte " + at).isInstanceOf(Gunzip.Step.Broken.class);
        }
    }
}
