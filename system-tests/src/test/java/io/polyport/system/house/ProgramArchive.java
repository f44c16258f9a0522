package io.polyport.system.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A program's classes as a JVM has loaded them, for the JVMs that run the same jar later: a start takes about half of the
 * processor's time then. The first house that closes makes it out of its own process, for every JVM that runs tests; it
 * lies beside the jar, and a jar that is built again gets another one.
 */
final class ProgramArchive {
    private static final int LIMIT_SECONDS = 20;

    private final Path jar;
    private final Path file;

    private ProgramArchive(Path jar) {
        this.jar = jar;
        this.file = jar.resolveSibling(jar.getFileName() + "-"
                + System.getProperty("java.vm.version").replaceAll("[^0-9A-Za-z.]", "-") + ".jsa");
    }

    static ProgramArchive of(Path jar) {
        return new ProgramArchive(jar);
    }

    /** What a JVM that starts now is told. */
    String option() {
        return isMade() ? "-XX:SharedArchiveFile=" + file : "-XX:+RecordDynamicDumpInfo";
    }

    private boolean isMade() {
        try {
            return Files.isRegularFile(file)
                    && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it, unless there is one or somebody is at it, out of a process that was started with {@link #option}. */
    void makeFrom(long pid) {
        if (isMade()) {
            return;
        }
        Path turn = file.resolveSibling(file.getFileName() + ".lock");
        // The system gives a whole JVM the lock.
        synchronized (ProgramArchive.class) {
            makeInTurn(pid, turn);
        }
    }

    private void makeInTurn(long pid, Path turn) {
        try (var channel = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var mine = channel.tryLock()) {
            if (mine != null && !isMade()) {
                make(pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        boolean made = false;
        try {
            Files.deleteIfExists(fresh);
            Process dump = new ProcessBuilder(jcmd, Long.toString(pid), "VM.cds", "dynamic_dump", fresh.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            made = dump.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && dump.exitValue() == 0 && Files.isRegularFile(fresh);
            dump.destroyForcibly();
            if (made) {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException noJcmd) {
            made = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println(file.getFileName() + (made ? " is made" : " could not be made: programs start without it"));
    }
}
