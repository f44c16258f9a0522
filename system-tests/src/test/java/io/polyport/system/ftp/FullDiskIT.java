package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.SmallDisk;
import io.polyport.kit.fixtures.Pattern;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Real FTP servers whose disk is full")
class FullDiskIT {
    private static final byte[] TOO_MUCH =
            Pattern.bytes(3, 0, 4 * SmallDisk.BYTES).getBytes();
    private static final byte[] FITS = Pattern.bytes(4, 0, SmallDisk.BYTES / 4).getBytes();

    @RegisterExtension
    static final PeerHouse HOUSE = PeerHouse.onSmallDisks();

    static Stream<PeerHouse.Far> peers() {
        return HOUSE.all();
    }

    /** 507 with the server's reply; which code it has depends on how much the server says. */
    private static void isRefused(Rest.Answer answer) {
        JsonObject problem = answer.replied(507, answer.json().getString("code"));
        assertThat(problem.getString("code")).isIn("ftp.insufficient-storage", "ftp.store-failed");
        assertThat(problem.getString("detail")).contains("Free space");
    }

    @ParameterizedTest(name = "FT-14 FT-41 {0}: what does not fit is 507, and nothing of it is left")
    @MethodSource("peers")
    void upload(PeerHouse.Far far) {
        isRefused(far.rest().put(far.files("large"), TOO_MUCH));
        assertThat(far.names("")).as("no half file, no temporary one").isEmpty();
        isRefused(far.rest().put(far.files("large?atomic=false"), TOO_MUCH));
        assertThat(far.names("")).isEmpty();

        far.rest().put(far.files("small"), FITS).has(201);
        assertThat(far.content("small")).as("there is room again").isEqualTo(FITS);
    }

    @ParameterizedTest(name = "FT-14 FT-41 {0}: a file that what does not fit was to replace stays as it was")
    @MethodSource("peers")
    void replace(PeerHouse.Far far) {
        far.rest().put(far.files("file"), FITS).has(201);

        isRefused(far.rest().put(far.files("file"), TOO_MUCH));

        assertThat(far.names("")).containsExactly("file");
        assertThat(far.content("file")).isEqualTo(FITS);
        assertThat(far.rest().get(far.files("file")).has(200).body()).isEqualTo(FITS);
    }

    @ParameterizedTest(name = "FT-15 FT-41 {0}: an append that does not fit is 507, and what was there stays whole")
    @MethodSource("peers")
    void append(PeerHouse.Far far) {
        far.rest().put(far.files("log"), "begin").has(201);

        var answer = far.rest().call("PATCH", far.files("log"), Rest.bytes(TOO_MUCH));

        isRefused(answer);
        assertThat(new String(far.content("log"), 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("begin");
    }

    @ParameterizedTest(
            name =
                    "FT-21 FT-41 {0}: of a tree, a file that does not fit fails alone, leaves nothing, and is copied once there is room")
    @MethodSource("peers")
    void transfer(PeerHouse.Far far) throws IOException {
        byte[] small = Pattern.bytes(5, 0, SmallDisk.BYTES / 20).getBytes();
        byte[] large = Pattern.bytes(6, 0, 7 * SmallDisk.BYTES / 20).getBytes();
        far.file("filler", large);
        far.file("tree/a", small);
        far.file("tree/b", large);
        far.file("tree/c", small);
        String id = Orders.place(
                far.rest(),
                Orders.order(far.connection(), "tree", far.connection(), "copy").put("recursive", true));

        var failed = Orders.await(far.rest(), id, "failed");
        assertThat(failed.getJsonObject("files").encode())
                .isEqualTo("{\"done\":2,\"skipped\":0,\"failed\":1,\"total\":3}");
        JsonObject error = failed.getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("path")).isEqualTo("tree/b");
        assertThat(error.getString("code")).isIn("ftp.insufficient-storage", "ftp.store-failed");
        assertThat(far.names("copy")).as("no half file, no temporary one").containsExactly("a", "c");

        Files.delete(far.disk().resolve("filler"));
        far.rest().post("/transfers/" + id + ":resume", new JsonObject()).has(202);
        Orders.await(far.rest(), id, "done");
        assertThat(far.names("copy")).containsExactly("a", "b", "c");
        assertThat(far.content("copy/b")).isEqualTo(large);
    }
}
