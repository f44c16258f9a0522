package io.polyport.kit.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What stands on a program's command line. */
record Arguments(Action action, List<Path> files) {
    enum Action {
        RUN,
        CHECK_CONFIG,
        DUMP_CONFIG,
        VERSION,
        HELP
    }

    /** @throws IllegalArgumentException whose message is for the user */
    static Arguments parse(String... args) {
        var action = Action.RUN;
        var files = new ArrayList<Path>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--config" -> {
                    if (++i == args.length) {
                        throw new IllegalArgumentException("--config needs a file");
                    }
                    files.add(Path.of(args[i]));
                }
                case "--check-config" -> action = Action.CHECK_CONFIG;
                case "--dump-config" -> action = Action.DUMP_CONFIG;
                case "--version" -> action = Action.VERSION;
                case "--help", "-h" -> action = Action.HELP;
                default -> {
                    if (!args[i].startsWith("--config=")) {
                        throw new IllegalArgumentException("unknown argument " + args[i]);
                    }
                    files.add(Path.of(args[i].substring("--config=".length())));
                }
            }
        }
        return new Arguments(action, List.copyOf(files));
    }

    static String usage(Program<?> program) {
        return """
                %1$s: %2$s

                usage: %1$s [--config <file>]... [--check-config | --dump-config | --version | --help]

                  --config <file>   YAML over the defaults; may be given several times, the later over the earlier.
                                    Environment variables go over all files (ftp.pool is FTP_POOL).
                  --check-config    check the configuration and leave: 0 it is good, 2 it has faults
                  --dump-config     print the configuration that would be in force, without secrets, and leave
                  --version         print the version and leave
                  --help            print this and leave
                """.formatted(program.name(), program.summary());
    }
}
