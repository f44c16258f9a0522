package io.polyport.standalone;

import io.polyport.gateway.GatewayPart;
import io.polyport.gateway.identity.DevIdentity;
import io.polyport.gateway.password.DevUser;
import io.polyport.kit.runtime.Terminal;
import java.util.List;
import java.util.Optional;

/** What a person who starts Polyport for the first time wants to know. */
final class Greeting {
    private Greeting() {}

    static void print(StandaloneConfig config, GatewayPart gateway, Optional<Newcomer> newcomer) {
        newcomer.ifPresent(known -> Terminal.print(
                text(config, gateway.ports(), known, gateway.services().contains("odata"))));
    }

    /** How to try OData with a password, as its usual clients do; only where the service is there. */
    private static String odata(DevUser user, String curl, String base) {
        return """

                Try the demo publication (OData):
                  %s -u "%s:$(cat %s)" "%s/demo/odata/standard.odata/?%%24format=json"
                """.formatted(curl, user.name(), user.passwordFile(), base);
    }

    static String text(StandaloneConfig config, List<Integer> ports, Newcomer known, boolean odata) {
        DevIdentity dev = known.identity();
        boolean plain = config.gateway().http().enabled();
        String base = plain ? "http://127.0.0.1:" + ports.getFirst() : "https://127.0.0.1:" + ports.getFirst();
        String curl = plain ? "curl" : "curl -k";
        String ftp = base + "/api/v1/ftp/demo";
        String auth = "-H \"Authorization: Bearer $(cat " + dev.tokenFile() + ")\"";
        String demo = config.demo().enabled() ? """

                Try the demo FTP server:
                  %1$s %2$s %3$s/directories/
                  %1$s %2$s %3$s/files/welcome.txt
                  %1$s %2$s -T README.md %3$s/files/notes.md
                  %1$s %2$s -X DELETE %3$s/files/notes.md

                Try the demo gRPC server:
                  %1$s %2$s --json '{"article":"teapot"}' %4$s/call/polyport.demo.v1.Shop/GetPrice
                  %1$s %2$s -N --json '{"parcel":"A-7"}' -H "Accept: application/x-ndjson" %4$s/call/polyport.demo.v1.Shop/TrackParcel
                """.formatted(curl, auth, ftp, base + "/api/v1/grpc/demo") : "";
        return """

                Polyport is running.
                  API      %s   (what there is: %s/openapi.json)
                %s  token    %s   (valid for 7 days, made anew at every start)
                %s%s
                Stop it with Ctrl-C.""".formatted(
                base,
                base,
                plain && config.gateway().https().enabled()
                        ? "  TLS      https://127.0.0.1:" + ports.getLast() + "   (self-signed: curl -k)\n"
                        : "",
                dev.tokenFile(),
                known.user()
                        .map(user -> "  user     " + user.name() + ", password in " + user.passwordFile() + "\n")
                        .orElse(""),
                demo
                        + known.user()
                                .filter(user -> odata)
                                .map(user -> odata(user, curl, base))
                                .orElse(""));
    }
}
