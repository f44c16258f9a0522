package io.polyport.system.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A program's classes as a JVM has loaded them, for the JVMs that run the same jar later in this test run: a start takes
 * about half of the processor's time then. The first house that closes makes it out of its own processes.
 */
final class ProgramArchive {
    private static final Map<Path, ProgramArchive> ALL = new ConcurrentHashMap<>();
    private static final int LIMIT_SECONDS = 20;

    private final Path file;
    private boolean tried;
    private boolean made;

    private ProgramArchive(Path file) {
        this.file = file;
    }

    static ProgramArchive of(Path jar) {
        return ALL.computeIfAbsent(jar, any -> new ProgramArchive(spare(jar)));
    }

    private static Path spare(Path jar) {
        try {
            Path folder = Files.createTempDirectory("classes");
            Path file = folder.resolve(jar.getFileName() + ".jsa");
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a JVM that starts now is told. */
    synchronized String option() {
        return made ? "-XX:SharedArchiveFile=" + file : "-XX:+RecordDynamicDumpInfo";
    }

    /** Makes it, once, out of a process that was started with {@link #option} before there was one. */
    synchronized void makeFrom(long pid) {
        if (tried) {
            return;
        }
        tried = true;
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process dump = new ProcessBuilder(jcmd, Long.toString(pid), "VM.cds", "dynamic_dump", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            made = dump.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && dump.exitValue() == 0 && Files.isRegularFile(file);
            dump.destroyForcibly();
        } catch (IOException noJcmd) {
            made = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println(file.getFileName() + (made ? " is made" : " could not be made: programs start without it"));
    }
}
