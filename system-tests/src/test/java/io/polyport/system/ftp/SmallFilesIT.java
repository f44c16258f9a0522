package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tree of small files that is transferred in the background")
class SmallFilesIT {
    private static final int FILES = 100;

    private static Map<String, Long> verbs(ScriptedFtpServer server) {
        return server.commands.stream()
                .map(command -> command.split(" ", 2)[0])
                .collect(Collectors.groupingBy(verb -> verb, Collectors.counting()));
    }

    @Test
    @DisplayName("FT-21 takes one login at each server, and of each file nothing is asked that need not be asked")
    void commands() throws IOException {
        try (var from = new ScriptedFtpServer().withMlsd();
                var to = new ScriptedFtpServer().withMlsd();
                var house = FtpHouse.with(FtpHouse.line("from", from), FtpHouse.line("to", to))) {
            from.directories.add("/tree");
            for (int i = 0; i < FILES; i++) {
                from.withFile("/tree/" + i, ("content of " + i).getBytes(StandardCharsets.US_ASCII));
            }

            Orders.run(house.as("anna"), order("from", "tree", "to", "tree").put("recursive", true));

            assertThat(to.files).hasSize(FILES);
            assertThat(List.of(from.logins.get(), to.logins.get())).containsExactly(1L, 1L);
            var source = verbs(from);
            var target = verbs(to);
            long each = FILES;
            // Its size is compared with what comes, and what stands at the target with what went.
            assertThat(source).containsEntry("RETR", each).containsEntry("SIZE", each);
            assertThat(target)
                    .containsEntry("STOR", each)
                    .containsEntry("SIZE", 2 * each)
                    .containsEntry("RNFR", each)
                    .containsEntry("RNTO", each);
            // EPSV, and what stands for the tree as a whole: logins, listings, directories.
            assertThat(from.commands).hasSizeBetween(3 * FILES, 3 * FILES + 30);
            assertThat(to.commands).hasSizeBetween(6 * FILES, 6 * FILES + 30);
        }
    }
}
