package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an exchange does, in the order in which it does it; the names are those of the record and of REST. */
final class Tasks {
    static final String DOWNLOAD = "download";
    static final String REQUEST = "request";
    static final String UPLOAD = "upload";

    private Tasks() {}

    static List<String> of(ExchangeSettings exchange) {
        var tasks = new ArrayList<String>();
        exchange.download().ifPresent(one -> tasks.add(DOWNLOAD));
        exchange.upload().ifPresent(one -> {
            if (one.automaticUpload()) {
                tasks.add(REQUEST);
            }
            tasks.add(UPLOAD);
        });
        return tasks;
    }

    static Duration settle(ExchangeSettings exchange, String task) {
        return switch (task) {
            case DOWNLOAD -> exchange.download().orElseThrow().ready().settle();
            case UPLOAD -> exchange.upload().orElseThrow().ready().settle();
            default -> exchange.pollPeriod();
        };
    }
}
