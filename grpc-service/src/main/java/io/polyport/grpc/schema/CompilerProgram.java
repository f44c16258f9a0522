package io.polyport.grpc.schema;

import io.polyport.kit.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protoc that is there: the one that the settings name, or the one that was packed into this program for this kind of
 * machine. Beside it the built-in files, where it finds them; all in a folder that nobody else may read. Its methods block.
 */
final class CompilerProgram {
    private static final Logger LOG = LoggerFactory.getLogger(CompilerProgram.class);
    private static final Duration PROBE = Duration.ofSeconds(10);

    private final SchemaSettings settings;
    private Optional<Installed> installed = Optional.empty();
    private boolean closed;

    CompilerProgram(SchemaSettings settings) {
        this.settings = settings;
    }

    /**
     * What is needed to run it.
     *
     * @param command what comes before the compiler's arguments: the program that limits it, and it itself
     * @param binary the compiler
     * @param builtIns the folder with the built-in files
     * @param folder a private one, for everything that runs need
     */
    record Installed(List<String> command, Path binary, Path builtIns, Path folder) {
        /** Folders for temporary files are cleaned of old ones on many machines. */
        boolean isWhole() {
            return Files.isExecutable(binary)
                    && BuiltIns.files().keySet().stream().allMatch(name -> Files.exists(builtIns.resolve(name)));
        }
    }

    /** Fails with {@link SchemaProblems#COMPILER_MISSING} that says why; the next call tries again. */
    synchronized Installed installed() {
        if (closed) {
            // Nothing may be unpacked any more: nobody would remove it.
            throw missing("This program is about to end.");
        }
        if (installed.isPresent() && !installed.get().isWhole()) {
            remove();
        }
        if (installed.isEmpty()) {
            installed = Optional.of(install());
        }
        return installed.get();
    }

    /** Also what would be unpacked later. */
    synchronized void close() {
        closed = true;
        remove();
    }

    synchronized void remove() {
        installed.ifPresent(one -> removeTree(one.folder()));
        installed = Optional.empty();
    }

    private Installed install() {
        Path folder = null;
        try {
            folder = privateFolder();
            Path binary = settings.compiler().isPresent() ? settings.compiler().get() : unpacked(folder);
            probe(List.of(binary.toString()), folder);
            Path builtIns = Files.createDirectory(folder.resolve("built-in"));
            BuiltIns.unpack(builtIns);
            return new Installed(limited(binary, folder), binary, builtIns, folder);
        } catch (IOException failure) {
            removeTree(folder);
            LOG.warn("protos can't be compiled", failure);
            throw missing("It can't be started: " + failure.getMessage() + ".");
        } catch (ProblemException failure) {
            removeTree(folder);
            throw failure;
        }
    }

    private static ProblemException missing(String reason) {
        return SchemaProblems.COMPILER_MISSING.toException(reason + " " + SchemaProblems.COMPILER_MISSING.advice());
    }

    private static Path privateFolder() throws IOException {
        boolean posix = java.nio.file.FileSystems.getDefault()
                .supportedFileAttributeViews()
                .contains("posix");
        return posix
                ? Files.createTempDirectory(
                        "polyport-protoc-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createTempDirectory("polyport-protoc-");
    }

    private static Path unpacked(Path folder) throws IOException {
        String platform = platform();
        try (InputStream packed = CompilerProgram.class.getResourceAsStream("protoc/" + platform + ".exe")) {
            if (packed == null) {
                throw missing("None is packed into this program for " + platform + ".");
            }
            Path binary = folder.resolve("protoc.exe");
            Files.copy(packed, binary, StandardCopyOption.REPLACE_EXISTING);
            if (!binary.toFile().setExecutable(true, true)) {
                throw missing("The file " + binary + " can't be made executable.");
            }
            return binary;
        }
    }

    /** As Maven's classifiers of protoc say it. */
    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.startsWith("linux")
                ? "linux"
                : os.startsWith("mac") ? "osx" : os.startsWith("windows") ? "windows" : os.replace(' ', '_');
        return system
                + switch (arch) {
                    case "amd64", "x86_64" -> "-x86_64";
                    case "aarch64", "arm64" -> "-aarch_64";
                    default -> "-" + arch;
                };
    }

    /** Only a program that has run once is known to run: folders can be mounted with noexec. */
    private static void probe(List<String> command, Path folder) throws IOException {
        var asked = new ArrayList<>(command);
        asked.add("--version");
        var builder = new ProcessBuilder(asked)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PROBE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it does not answer to --version");
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ends with " + process.exitValue() + " when it is asked for its version");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            process.destroyForcibly();
        }
    }

    /** prlimit sets the limits and then becomes the compiler; no shell is needed for that. */
    private List<String> limited(Path binary, Path folder) {
        var command = new ArrayList<>(List.of(
                "/usr/bin/prlimit",
                "--as=" + settings.compilerMemory().bytes(),
                "--cpu=" + Math.max(1, settings.compileTimeout().toSeconds() + 1),
                "--fsize=" + mostOutput(settings),
                "--core=0",
                binary.toString()));
        try {
            probe(command, folder);
            return List.copyOf(command);
        } catch (IOException failure) {
            LOG.info(
                    "protoc runs within its time, but without a limit of memory: /usr/bin/prlimit can't start it ({})",
                    failure.getMessage());
            return List.of(binary.toString());
        }
    }

    /** The descriptors of a text are smaller than it, but for their source info. */
    static long mostOutput(SchemaSettings settings) {
        return 8 * settings.bytes().bytes() + (1 << 20);
    }

    static void removeTree(Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            LOG.warn("{} can't be removed", folder, failure);
        }
    }
}
