package io.polyport.system.ftp;

import io.polyport.system.ftp.KilledExchange.Way;
import io.polyport.system.house.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Exchanges of one service that runs as a process, and that is killed once for all of them. */
final class KilledExchanges implements AutoCloseable {
    private final List<KilledExchange> exchanges;
    private final House house;

    /** Starts the service; all of them wait for something to exchange. */
    KilledExchanges(Path folder, List<Way> ways) throws IOException {
        Path ours = Files.createDirectories(folder.resolve("till"));
        exchanges = ways.stream().map(way -> new KilledExchange(way, ours)).toList();
        house = House.in(folder)
                .gateways(0)
                .connectionYaml(lines("    ", exchanges.stream().map(KilledExchange::connectionLine))
                        + "  exchange-folder: '" + ours + "'\n  exchanges:\n"
                        + lines("    ", exchanges.stream().map(KilledExchange::exchangeLine)))
                .build();
        house.service(0).start();
    }

    private static String lines(String before, java.util.stream.Stream<String> lines) {
        return lines.map(line -> before + line + "\n").collect(Collectors.joining());
    }

    /** Brings each to its step, and kills the service there, or each one's server. */
    void kill() throws IOException, InterruptedException {
        List<KilledExchange> ofService = bring("service");
        if (!ofService.isEmpty()) {
            house.service(0).kill();
            house.service(0).start();
        }
        for (KilledExchange one : bring("server")) {
            one.killServer();
        }
    }

    private List<KilledExchange> bring(String partner) throws IOException, InterruptedException {
        List<KilledExchange> some = exchanges.stream()
                .filter(one -> one.way().partner().equals(partner))
                .toList();
        for (KilledExchange one : some) {
            one.begin();
        }
        for (KilledExchange one : some) {
            one.awaitReached(house.service(0));
        }
        return some;
    }

    /** See {@link KilledExchange#awaitWhole}. */
    void awaitWhole(Way way) {
        exchanges.stream()
                .filter(one -> one.way().equals(way))
                .findFirst()
                .orElseThrow()
                .awaitWhole();
    }

    @Override
    public void close() throws IOException {
        house.close();
        for (KilledExchange one : exchanges) {
            one.close();
        }
    }
}
