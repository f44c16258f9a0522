package io.polyport.odata.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.expression.Binder;
import io.polyport.odata.expression.Scope;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.Model;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Function;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SqlWriterTest {
    private static final Model MODEL = TestBase.trade();

    private final AtomicInteger numbers = new AtomicInteger();
    private final Tables goods =
            new Tables(new Relation.Stored(MODEL.set("Catalog_Товары").orElseThrow()), numbers::incrementAndGet);

    private Condition bound(String filter) {
        return Binder.condition(UrlParser.condition(filter, Limits.defaults()), new Scope(MODEL, goods));
    }

    private SqlQuery written(Condition where, Dialect dialect) {
        return SqlWriter.write(statement(Optional.of(where), Statement.Purpose.ROWS, OptionalLong.empty()), dialect);
    }

    private Statement statement(Optional<Condition> where, Statement.Purpose purpose, OptionalLong limit) {
        return new Statement(goods, List.of(), where, List.of(), limit, OptionalLong.empty(), purpose);
    }

    @Test
    @DisplayName("nothing of a filter's texts stands in the statement: quotes, comments and question marks are bound")
    void bound() {
        String hostile = "x''; drop table t; -- /* ? \" $1";
        for (var dialect : List.of(Dialect.H2, Dialect.POSTGRESQL)) {
            var query = written(
                    bound("Description eq '" + hostile + "' or substringof('" + hostile + "', tolower(Description))"
                            + " or like(Description, '" + hostile + "_%[a]')"),
                    dialect);
            assertThat(query.text()).doesNotContain("drop").doesNotContain("--");
            assertThat(query.text().chars().filter(sign -> sign == '?').count())
                    .isEqualTo(query.values().size());
        }
    }

    @Test
    @DisplayName(
            "a column of whole numbers is compared with a bigint, and with a NUMERIC only where the number is not whole")
    void wholeNumbers() {
        assertThat(written(bound("Остаток eq 10.0"), Dialect.POSTGRESQL).values())
                .containsExactly(10L);
        assertThat(written(bound("5 lt Остаток"), Dialect.POSTGRESQL).values()).containsExactly(5L);
        assertThat(written(bound("Остаток eq 10.5"), Dialect.POSTGRESQL).values())
                .singleElement()
                .isInstanceOf(java.math.BigDecimal.class);
    }

    @Test
    @DisplayName("a chain of thousands of conditions is written as a tree of little depth")
    void longChain() {
        var many = new Condition.Any(Collections.nCopies(5_000, bound("Остаток eq 1")));
        String text = written(many, Dialect.H2).text();
        int depth = 0;
        int deepest = 0;
        for (int at = 0; at < text.length(); at++) {
            char sign = text.charAt(at);
            depth += sign == '(' ? 1 : sign == ')' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        assertThat(deepest).isLessThan(20);
        assertThat(depth).isZero();
    }

    @Test
    @DisplayName("a statement with more values than a database can bind is refused with code 14")
    void tooManyValues() {
        var many = new Condition.Any(Collections.nCopies(32_001, bound("Остаток eq 1")));
        assertThatThrownBy(() -> written(many, Dialect.POSTGRESQL))
                .isInstanceOfSatisfying(
                        ODataException.class, e -> assertThat(e.code().code()).isEqualTo(14));
    }

    @Test
    @DisplayName("counting and asking whether there is a row read no columns, and stop where they may")
    void purposes() {
        var all = statement(Optional.empty(), Statement.Purpose.COUNT, OptionalLong.empty());
        assertThat(SqlWriter.write(all, Dialect.H2).text())
                .startsWith("select count(*) from \"")
                .doesNotContain("limit");
        var some = statement(Optional.empty(), Statement.Purpose.COUNT, OptionalLong.of(11));
        assertThat(SqlWriter.write(some, Dialect.H2).text())
                .startsWith("select count(*) from (select 1 from \"")
                .endsWith("limit ?) counted");
        var one = statement(Optional.empty(), Statement.Purpose.EXISTENCE, OptionalLong.empty());
        assertThat(SqlWriter.write(one, Dialect.H2).text())
                .startsWith("select 1 from")
                .endsWith(" limit 1");
    }

    @Test
    @DisplayName("no function writes an argument twice, so that nested calls grow with the text that was sent")
    void eachArgumentOnce() {
        for (var dialect : List.of(Dialect.H2, Dialect.POSTGRESQL)) {
            for (var function : Function.values()) {
                for (int arguments = 1; arguments <= 3; arguments++) {
                    var found = new ArrayList<String>();
                    var matcher = Pattern.compile("#\\d").matcher(dialect.function(function, arguments));
                    while (matcher.find()) {
                        found.add(matcher.group());
                    }
                    assertThat(found)
                            .as("%s in %s", function, dialect)
                            .isNotEmpty()
                            .doesNotHaveDuplicates();
                }
            }
        }
    }

    @Test
    @DisplayName("a statement of nested functions is as long as its filter, not exponentially longer")
    void nestedFunctions() {
        String text = "Description";
        for (int i = 0; i < 45; i++) {
            text = "substring(" + text + ",2,3)";
        }
        for (var dialect : List.of(Dialect.H2, Dialect.POSTGRESQL)) {
            assertThat(written(bound(text + " eq 'x'"), dialect).text()).hasSizeLessThan(45 * 700);
        }
    }

    @Test
    @DisplayName("order without what could be missing says nothing of nulls, and otherwise puts them before all values")
    void order() {
        var scope = new Scope(MODEL, goods);
        var terms = new ArrayList<Statement.Order>();
        for (String by : List.of("Description", "Цена", "Поставщик/Город")) {
            terms.add(new Statement.Order(
                    Binder.order(UrlParser.condition(by, Limits.defaults()), scope)
                            .getFirst(),
                    by.equals("Цена")));
        }
        var statement = new Statement(
                goods,
                List.<Term>of(),
                Optional.empty(),
                terms,
                OptionalLong.of(5),
                OptionalLong.of(2),
                Statement.Purpose.ROWS);
        var query = SqlWriter.write(statement, Dialect.POSTGRESQL);
        assertThat(query.text())
                .matches(
                        ".* order by t1\\.\"description\", t1\\.\"\\w+\" desc nulls last, t2\\.\"\\w+\" nulls first limit \\? offset \\?");
        assertThat(query.values()).containsExactly(5L, 2L);
    }
}
