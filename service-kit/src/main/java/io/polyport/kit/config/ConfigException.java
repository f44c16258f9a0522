package io.polyport.kit.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration is not usable; the message is the complete report for the operator and holds no secret. */
public final class ConfigException extends RuntimeException {
    private final transient List<Fault> faults;

    /**
     * @param where {@code polyport.yaml:12}, {@code environment FTP_POOL} or {@code not set}
     * @param path {@code ftp.connections.demo.port}; empty for a whole source
     * @param what the value, unless it is secret, and the rule
     */
    public record Fault(String where, String path, String what) {
        @Override
        public String toString() {
            return path.isEmpty() ? where + ": " + what : where + ": " + path + ": " + what;
        }
    }

    ConfigException(List<Fault> faults) {
        super(report(faults));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }

    private static String report(List<Fault> faults) {
        var title = faults.size() == 1
                ? "The configuration has 1 fault:\n"
                : "The configuration has " + faults.size() + " faults:\n";
        return faults.stream().map(fault -> "  " + fault).collect(Collectors.joining("\n", title, ""));
    }
}
