package io.polyport.newcomer;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.time.Duration;

/** Which server is asked for greetings, and how long that may take. */
public record NewComerConfig(
        @Doc("Name or address of the server.") String host,
        @Doc("Its port.") @Default("79") int port,

        @Doc("Until the connection stands, the look-up of its name included.") @Default("5s")
        Duration connectTimeout,

        @Doc("From then until the first byte of the greeting.") @Default("20s")
        Duration answerTimeout) {
    public NewComerConfig {
        Rules.of()
                .notBlank("host", host)
                .between("port", port, 1, 65_535)
                .positive("connect-timeout", connectTimeout)
                .positive("answer-timeout", answerTimeout)
                .done();
    }
}
