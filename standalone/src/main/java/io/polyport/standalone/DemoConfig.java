package io.polyport.standalone;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;

/** Servers to try Polyport with. */
public record DemoConfig(
        @Doc("Whether demo peers run, each with a connection 'demo'.") @Default("true")
        boolean enabled,

        @Doc("Port of the demo FTP server on 127.0.0.1; 0 takes any free one.") @Default("0")
        int ftpPort,

        @Doc("Port of the demo gRPC server on 127.0.0.1; 0 takes any free one.") @Default("0")
        int grpcPort) {
    public DemoConfig {
        Rules.of()
                .between("ftp-port", ftpPort, 0, 65_535)
                .between("grpc-port", grpcPort, 0, 65_535)
                .done();
    }
}
