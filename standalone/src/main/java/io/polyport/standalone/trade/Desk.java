package io.polyport.standalone.trade;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Where documents get their date and number, and are written and posted. Each is later than the one before. */
final class Desk {
    static final int ALL = 10_000;

    private static final int WORKING_DAY = 12 * 3_600;
    private static final int OPENS_AT = 8;
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("Document_ПриходнаяНакладная", "ПН"),
            Map.entry("Document_РасходТовара", "РТ"),
            Map.entry("Document_Продажи", "РП"),
            Map.entry("Document_ВнутреннееПеремещение", "ВП"),
            Map.entry("Document_Накладная", "НК"),
            Map.entry("Document_МаршрутныйЛист", "МЛ"),
            Map.entry("Document_Приход", "ПР"),
            Map.entry("Document_Расход", "РС"),
            Map.entry("Document_Заявление", "ЗА"),
            Map.entry("Document_ДоговорНайма", "ДН"),
            Map.entry("Document_ДоговорПоставки", "ДП"),
            Map.entry("Document_НачислениеЗарплаты", "ЗП"));

    private final Rows rows;
    private final Posting posting;
    private final Map<String, Integer> numbers = new HashMap<>();
    private int written;
    private YearMonth month = YearMonth.from(TradeKeys.FIRST_DAY);

    Desk(Rows rows, Posting posting) {
        this.rows = rows;
        this.posting = posting;
    }

    int written() {
        return written;
    }

    boolean isDone() {
        return written == ALL;
    }

    /** The date of the next document. */
    LocalDateTime now() {
        long days = TradeKeys.LAST_DAY.toEpochDay() - TradeKeys.FIRST_DAY.toEpochDay() + 1;
        long second = written * days * WORKING_DAY / ALL;
        return TradeKeys.FIRST_DAY
                .plusDays(second / WORKING_DAY)
                .atTime(OPENS_AT, 0)
                .plusSeconds(second % WORKING_DAY);
    }

    LocalDate today() {
        return now().toLocalDate();
    }

    /** Whether a month has ended since it was last asked. */
    boolean isNewMonth() {
        var current = YearMonth.from(today());
        boolean ended = !current.equals(month);
        month = current;
        return ended;
    }

    /** @param marked whether it is to be deleted; such a document is not posted */
    void write(Paper paper, boolean marked) {
        String set = paper.self().set();
        int number = numbers.merge(set + paper.date().getYear(), 1, Integer::sum);
        var head = new HashMap<>(paper.head());
        head.put("Number", String.format(Locale.ROOT, "%s00-%06d", PREFIXES.get(set), number));
        head.put("Date", paper.date());
        head.put("Posted", paper.posted() && !marked);
        head.put("DeletionMark", marked);
        rows.object(paper.self(), head, paper.sections());
        if (paper.posted() && !marked) {
            posting.post(paper);
        }
        written++;
    }
}
