package io.polyport.system.docs;

import io.polyport.ftp.FtpService;
import io.polyport.gateway.Gateway;
import io.polyport.grpc.GrpcService;
import io.polyport.kit.config.ConfigReference;
import io.polyport.kit.runtime.Program;
import io.polyport.odata.OdataService;
import io.polyport.standalone.Standalone;
import java.util.List;

/** Everything that the programs can be told, as one page. */
final class ConfigurationPage {
    private static final List<Program<?>> PROGRAMS =
            List.of(Standalone.PROGRAM, Gateway.PROGRAM, FtpService.PROGRAM, GrpcService.PROGRAM, OdataService.PROGRAM);

    private ConfigurationPage() {}

    static String text() {
        var page = new StringBuilder("""
                # Configuration

                Written by the code (`make docs`); don't edit.

                A program takes its defaults from here, then the files of `--config` (YAML, the later over the earlier), then
                environment variables. An unknown key or a value that can't work keeps it from starting; all faults are told at
                once. A secret stands as text, or as `{file: /path}`; its variable with `_FILE` at the end names a file, too.
                `--check-config` checks and leaves, `--dump-config` prints what would be in force, without secrets.

                `required` has no default. `<name>` stands for a name of your own, `[]` for an item of a list. Sizes are written
                `64KiB`, times `500ms`, `30s`, `5m`.
                """);
        for (Program<?> program : PROGRAMS) {
            page.append("\n## ")
                    .append(program.name())
                    .append("\n\n")
                    .append(program.summary())
                    .append("\n\n");
            page.append(ConfigReference.toMarkdown(program.config()));
        }
        return page.toString();
    }
}
