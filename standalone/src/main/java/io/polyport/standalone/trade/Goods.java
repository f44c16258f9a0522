package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Product;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is traded: about a thousand goods in folders that lie in folders. */
final class Goods {
    static final String SET = "Catalog_Товары";

    private static final int IN_A_FOLDER = 66;
    private static final LocalDateTime NEVER = LocalDateTime.of(1, 1, 1, 0, 0);
    /** Some things keep for years. */
    private static final LocalDate LONG_AGO = LocalDate.of(2015, 12, 31);

    private static final List<String> RATES = List.of("НДС20", "НДС20", "НДС10", "БезНДС");
    private static final Map<String, List<String>> PACKS = Map.of(
            "л", List.of("0,5 л", "0,9 л", "1 л"),
            "кг", List.of("весовой", "1 кг", "0,4 кг"),
            "шт", List.of("малый", "средний", "большой", "подарочный"));

    private final Rows rows;
    private final Words words;
    private final Chance chance;
    private final List<Ref> suppliers;
    private final Extras extras;
    private final Map<String, Ref> folders = new LinkedHashMap<>();
    private final List<Product> all = new ArrayList<>();
    private int codes;

    /** A line of the list of groups. */
    private record Group(String folder, String inner, String unit, int least, int most, int keeps, List<String> words) {
        static Group of(String line) {
            String[] parts = line.split("\\|", -1);
            String[] path = parts[0].split(" > ", -1);
            return new Group(
                    path[0],
                    path[1],
                    parts[1],
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    Integer.parseInt(parts[4]),
                    List.of(parts[5].split(";", -1)));
        }
    }

    Goods(Rows rows, Words words, List<Ref> suppliers, Extras extras, long seed) {
        this.rows = rows;
        this.words = words;
        this.suppliers = suppliers;
        this.extras = extras;
        this.chance = new Chance(seed);
    }

    List<Product> write() {
        for (String line : words.list("groups")) {
            var group = Group.of(line);
            var parent = folders.computeIfAbsent(group.folder(), name -> folder(name, null));
            var folder = folder(group.inner(), parent);
            for (int i = 0; i < IN_A_FOLDER; i++) {
                product(group, folder, i);
            }
        }
        return all;
    }

    private Ref folder(String name, Ref parent) {
        var folder = new Ref(SET, name.equals("Обувь") ? TradeKeys.SHOES : chance.key());
        var values = new HashMap<String, Object>(Map.of(
                "Code", Places.code(++codes), "Description", name, "IsFolder", true, "ПорядокВывода", codes * 10));
        if (parent != null) {
            values.put("Parent", parent);
        }
        rows.object(folder, values);
        return folder;
    }

    private void product(Group group, Ref folder, int number) {
        String word = group.words().get(number % group.words().size());
        boolean milk = number == 0 && word.equals("Молоко");
        boolean slippers = number == 0 && word.equals("Шлепанцы");
        var self = new Ref(SET, milk ? TradeKeys.MILK : slippers ? TradeKeys.SLIPPERS : chance.key());
        boolean byWeight = group.unit().equals("кг") && number % 3 == 0;
        String variant = chance.of(words.list("variants"));
        String name = milk || slippers ? word : word + " " + variant + ", " + chance.of(PACKS.get(group.unit()));
        var price = chance.money(group.least(), group.most());
        String vat = chance.of(RATES);
        var values = new HashMap<String, Object>(Map.of(
                "Parent",
                folder,
                "Code",
                slippers ? "000000800" : freeCode(),
                "Description",
                name,
                "Имя",
                word,
                "Название",
                name + " (" + variant + ")",
                "Артикул",
                slippers ? "SL56X" : article(),
                "Вид",
                "Товар",
                "Цена",
                price,
                "СтавкаНДС",
                vat,
                "ЕдиницаИзмерения",
                group.unit()));
        values.put("Весовой", byWeight);
        values.put("Вес", BigDecimal.valueOf(byWeight ? 1_000 : chance.between(50, 42_000), 3));
        values.put("Ранг", chance.between(0, 999));
        values.put("Поставщик", slippers ? new Ref("Catalog_Поставщики", TradeKeys.SUPPLIER) : chance.of(suppliers));
        values.put("DeletionMark", !milk && !slippers && chance.in(2));
        String barcode = "2" + chance.digits(12);
        values.put("Штрихкод", chance.in(90) ? barcode : "");
        made(values, group.keeps());
        extras.add(self, values, all.size());
        rows.object(self, values, sections(group.unit(), barcode));
        all.add(new Product(self, price, byWeight, vat));
    }

    /** The slippers have theirs from the seed. */
    private String freeCode() {
        codes += codes == 799 ? 2 : 1;
        return Places.code(codes);
    }

    private String article() {
        return String.format(Locale.ROOT, "%s-%s", "АБВГДЕЖЗ".charAt(chance.between(0, 7)), chance.digits(5));
    }

    private void made(Map<String, Object> values, int keeps) {
        values.put("Производитель", chance.of(words.list("makers")));
        boolean old = keeps == 0 && chance.in(8);
        LocalDate day = (old ? LONG_AGO : TradeKeys.LAST_DAY).minusDays(chance.between(0, 1_500));
        var moment = LocalDateTime.of(day, LocalTime.ofSecondOfDay(chance.between(0, 86_399)));
        values.put("Произведен", moment);
        values.put("ДатаПроизводства", day);
        // Some keep for a month to the second, as an example of seed 003 asks.
        values.put("ГоденДо", keeps == 0 ? NEVER : chance.in(10) ? moment.plusMonths(1) : moment.plusDays(keeps));
        values.put("ВремяЗавоза", LocalTime.of(chance.between(5, 11), chance.between(0, 3) * 15));
    }

    private Map<String, List<Map<String, Object>>> sections(String unit, String barcode) {
        var units = List.<Map<String, Object>>of(
                Map.of("Единица", unit, "Коэффициент", 1),
                Map.of("Единица", "кор", "Коэффициент", chance.between(2, 48)));
        var barcodes = new ArrayList<Map<String, Object>>();
        barcodes.add(Map.of("Штрихкод", barcode, "Единица", unit));
        if (chance.in(30)) {
            barcodes.add(Map.of("Штрихкод", "2" + chance.digits(12), "Единица", "кор"));
        }
        var contents = new ArrayList<Map<String, Object>>();
        if (all.size() > 10 && chance.in(3)) {
            contents.add(Map.of("Товар", chance.of(all).self(), "Количество", 1));
            contents.add(Map.of("Товар", chance.of(all).self(), "Количество", BigDecimal.valueOf(2_500, 3)));
        }
        return Map.of("ЕдиницыИзмерения", units, "Штрихкоды", barcodes, "СоставНабора", contents);
    }
}
