package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Partner;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Optional;

/** Values for the properties of several types of a sale: each type comes by turns, and so does none. */
final class Reasons {
    private static final int KINDS = 14;

    private final Chance chance;
    private final Seed seed;
    private int turn;

    Reasons(Chance chance, Seed seed) {
        this.chance = chance;
        this.seed = seed;
    }

    /** Why it was sold. */
    Optional<Object> next(LocalDateTime now, Partner partner) {
        Object reason = switch (turn++ % KINDS) {
            case 0 -> new Ref("Document_ПриходнаяНакладная", TradeKeys.RECEIPT);
            case 2 -> partner.self();
            case 3 -> "Заказ по телефону, № " + turn;
            case 5 -> chance.money(1, 100_000);
            case 6 -> BigDecimal.valueOf(12);
            case 8 -> now.minusDays(chance.between(1, 9)).withSecond(0);
            case 9 -> chance.in(50);
            case 11 -> new Choice("ВидыОпераций", "Подарок");
            // Nobody knows this waybill any more.
            case 12 -> new Ref("Document_Накладная", chance.key());
            default -> null;
        };
        return Optional.ofNullable(reason);
    }

    /** @param number of the row */
    Optional<Object> extDimension(int number, Partner partner) {
        Object value = switch (number) {
            case 0 -> partner.self();
            case 1 -> seed.warehouses().getFirst();
            case 2 -> "Без аналитики";
            default -> null;
        };
        return Optional.ofNullable(value);
    }
}
