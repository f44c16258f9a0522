package io.polyport.standalone.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.Declaration.Movement;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.ModelObject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Registers against the documents that wrote them, in SQL, apart from the code that made both. */
class MovementsIT {
    private static final String STOCK = "AccumulationRegister_ТоварныеЗапасы";
    private static final String ENTRIES = "AccountingRegister_Хозрасчетный";
    private static final String GOODS_ACCOUNT = "acc00000-0000-4000-8000-000000004101";

    private final DemoBase demo = DemoBase.get();

    @Test
    @DisplayName(
            "each number that a register keeps for a document is the sum of that document's rows, as the model declares it")
    void registersAgreeWithDocuments() throws SQLException {
        int compared = 0;
        for (ModelObject document : demo.model().objects()) {
            for (String register : registers(document)) {
                for (String resource : List.of("Количество", "Сумма", "Себестоимость", "Результат", "Цена")) {
                    var expected = expected(document, register, resource);
                    if (!expected.isEmpty()) {
                        assertThat(differences(expected, actual(document, register, resource)))
                                .as(document.resource() + " -> " + register + "." + resource)
                                .isZero();
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isEqualTo(24);
    }

    private static List<String> registers(ModelObject document) {
        return document.declaration().movements().stream()
                .map(Movement::register)
                .distinct()
                .toList();
    }

    /** One select for each movement that writes the resource: document, kind of record, number. */
    private List<String> expected(ModelObject document, String register, String resource) {
        var selects = new ArrayList<String>();
        for (Movement movement : document.declaration().movements()) {
            String source = movement.values().get(resource);
            if (!movement.register().equals(register) || source == null) {
                continue;
            }
            String head = document.resource();
            String set = movement.section().map(section -> head + "_" + section).orElse(head);
            String ref = demo.column(head, "Ref_Key");
            selects.add("select d." + ref + " as r, '" + movement.recordType().orElse("") + "' as t, s."
                    + demo.column(set, source) + " as n from " + demo.table(head) + " d join " + demo.table(set)
                    + " s on s."
                    + demo.column(set, "Ref_Key") + " = d." + ref + " where d." + demo.column(head, "Posted")
                    + condition(movement.when(), set));
        }
        return selects;
    }

    private String condition(String when, String set) {
        if (when.isEmpty()) {
            return "";
        }
        String property = when.substring(0, when.indexOf(' '));
        return " and s." + demo.column(set, property) + (when.endsWith(" eq true") ? "" : " > 0");
    }

    private String actual(ModelObject document, String register, String resource) {
        String records = register + "_RecordType";
        EntitySet set = demo.model().set(records).orElseThrow();
        boolean several = set.object().register().orElseThrow().recorders().size() > 1;
        String type = set.property("RecordType").isPresent() ? demo.column(records, "RecordType") : "''";
        return "select " + demo.key(records, "Recorder") + " as r, " + type + " as t, " + demo.column(records, resource)
                + " as n from " + demo.table(records)
                + (several ? " where " + demo.column(records, "Recorder") + " = '" + document.resource() + "'" : "");
    }

    private long differences(List<String> expected, String actual) throws SQLException {
        String left = grouped(expected.stream().collect(Collectors.joining(" union all ")));
        String right = grouped(actual);
        return (Long) demo.one("select count(*) from ((" + left + " except " + right + ") union all (" + right
                + " except " + left + ")) x");
    }

    private static String grouped(String rows) {
        return "select r, t, count(*) as c, sum(n) as n from (" + rows + ") y group by r, t";
    }

    @Test
    @DisplayName("what is in a warehouse is never less than nothing, at no moment, in quantity and in money")
    void neverNegative() throws SQLException {
        String records = STOCK + "_RecordType";
        for (String resource : List.of("Количество", "Сумма")) {
            var least =
                    (BigDecimal) demo.one("select min(b) from (select sum(" + signed(resource) + ") over (partition by "
                            + demo.column(records, "Товар") + ", " + demo.column(records, "Склад") + " order by "
                            + demo.column(records, "Period") + ") as b from " + demo.table(records) + ") x");
            assertThat(least).as(resource).isZero();
        }
    }

    @Test
    @DisplayName("goods are worth on the account what they are worth in the warehouses")
    void accounts() throws SQLException {
        String records = ENTRIES + "_RecordType";
        String sum = demo.column(records, "Сумма");
        var account = (BigDecimal) demo.one("select sum(case when " + demo.column(records, "AccountDr") + " = '"
                + GOODS_ACCOUNT + "' then " + sum + " else 0 end) - sum(case when " + demo.column(records, "AccountCr")
                + " = '"
                + GOODS_ACCOUNT + "' then " + sum + " else 0 end) from " + demo.table(records));
        var stock = (BigDecimal) demo.one("select sum(" + signed("Сумма") + ") from " + demo.table(STOCK));
        assertThat(account).isEqualByComparingTo(stock).isPositive();
    }

    private String signed(String resource) {
        String records = STOCK + "_RecordType";
        return "case when " + demo.column(records, "RecordType") + " = 'Receipt' then 1 else -1 end * "
                + demo.column(records, resource);
    }

    @Test
    @DisplayName("a document's sum is the sum of its rows")
    void sums() throws SQLException {
        for (String document : List.of("Document_ПриходнаяНакладная", "Document_Продажи")) {
            assertThat(wrongSums(document, "")).as(document).isZero();
        }
        String services = "Document_РасходТовара_Услуги";
        assertThat(wrongSums(
                        "Document_РасходТовара",
                        " + coalesce((select sum(u." + demo.column(services, "Стоимость") + ") from "
                                + demo.table(services)
                                + " u where u." + demo.column(services, "Ref_Key") + " = d."
                                + demo.column("Document_РасходТовара", "Ref_Key") + "), 0)"))
                .isZero();
    }

    private long wrongSums(String document, String more) throws SQLException {
        String rows = document + "_Товары";
        return (Long) demo.one("select count(*) from " + demo.table(document) + " d where d."
                + demo.column(document, "Сумма")
                + " <> (select sum(s." + demo.column(rows, "Сумма") + ") from " + demo.table(rows) + " s where s."
                + demo.column(rows, "Ref_Key") + " = d." + demo.column(document, "Ref_Key") + ")" + more);
    }

    @Test
    @DisplayName("every document of goods has one to eight rows")
    void rows() throws SQLException {
        for (String document : List.of(
                "Document_ПриходнаяНакладная",
                "Document_РасходТовара",
                "Document_Продажи",
                "Document_ВнутреннееПеремещение")) {
            String rows = document + "_Товары";
            assertThat((Long)
                            demo.one("select count(*) from " + demo.table(document) + " d where (select count(*) from "
                                    + demo.table(rows) + " s where s." + demo.column(rows, "Ref_Key") + " = d."
                                    + demo.column(document, "Ref_Key") + ") not between 1 and 8"))
                    .as(document)
                    .isZero();
        }
    }
}
