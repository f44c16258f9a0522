package io.polyport.standalone;

import io.polyport.ftp.FtpConfig;
import io.polyport.gateway.GatewayConfig;
import io.polyport.grpc.GrpcConfig;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.RuntimeSettings;
import io.polyport.odata.OdataConfig;

/** Everything in one program; there is no bus to configure, because it never leaves the process. */
public record StandaloneConfig(
        @Doc("The gateway.") GatewayConfig gateway,
        @Doc("The FTP service.") FtpConfig ftp,
        @Doc("The gRPC service.") GrpcConfig grpc,
        @Doc("The OData service.") OdataConfig odata,
        @Doc("Servers to try Polyport with.") DemoConfig demo,
        @Doc("The program's life.") RuntimeSettings runtime) {}
