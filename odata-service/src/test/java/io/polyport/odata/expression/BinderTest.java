package io.polyport.odata.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.RelationGuard;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.Literal;
import io.polyport.odata.url.UrlParser;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BinderTest {
    private static final Model MODEL = TestBase.trade();

    /** Hides the goods' price and the partners that are marked, and says of each relation who asked. */
    private static final RelationGuard GUARD = new RelationGuard() {
        @Override
        public Condition of(Source source, IntSupplier numbers) {
            return new Condition.Missing(new Term.Constant(Term.Type.NUMBER, BigDecimal.valueOf(source.number())));
        }

        @Override
        public Set<String> hidden(EntitySet set) {
            return set.name().equals("Catalog_Товары") ? Set.of("Цена", "Поставщик_Key") : Set.of();
        }
    };

    private final AtomicInteger numbers = new AtomicInteger();

    private Tables tables(String set, RelationGuard guard) {
        return new Tables(new Relation.Stored(MODEL.set(set).orElseThrow()), numbers::incrementAndGet, guard);
    }

    private static Expression parsed(String filter) {
        return UrlParser.condition(filter, Limits.defaults());
    }

    private Condition bound(String set, String filter) {
        return Binder.condition(parsed(filter), new Scope(MODEL, tables(set, RelationGuard.NONE)));
    }

    private static int code(Runnable binding) {
        try {
            binding.run();
            return Integer.MIN_VALUE;
        } catch (ODataException e) {
            return e.code().code();
        }
    }

    @ParameterizedTest(name = "OD-65 tests of texts within each other are bound once each: {0}")
    @ValueSource(strings = {"startswith(%s,'a')", "endswith(%s,'a')", "substringof('a',%s)", "like(%s,'a_%%')"})
    @Timeout(10)
    void nestedTests(String test) {
        String nested = "Description";
        for (int level = 0; level < 45; level++) {
            nested = "cast(" + test.formatted(nested) + ",'String')";
        }
        String filter = nested + " eq 'x'";
        // Too deep for a statement or not: what counts is that it ends.
        assertThat(code(() -> bound("Catalog_Товары", filter))).isIn(Integer.MIN_VALUE, 14);
    }

    @Test
    @DisplayName("a hidden property can't be named under any of its names, nor reached through another object")
    void hidden() {
        for (String filter : List.of(
                "Цена gt 1",
                "Поставщик_Key eq null",
                "Поставщик/Город eq 'x'",
                "Parent/Цена gt 1",
                "Аналоги/any(d: d/Аналог/Цена gt 1)")) {
            var scope = new Scope(MODEL, tables("Catalog_Товары", GUARD));
            assertThat(code(() -> Binder.condition(parsed(filter), scope)))
                    .as(filter)
                    .isEqualTo(20);
        }
    }

    @Test
    @DisplayName("the guard's condition is part of every join and of every EXISTS, for that relation alone")
    void guarded() {
        var tables = tables("Document_РасходТовара", GUARD);
        var condition = Binder.condition(
                parsed("Контрагент/Город eq 'x' and Товары/any(d: d/Номенклатура/Вес gt 1)"), new Scope(MODEL, tables));
        assertThat(tables.joins())
                .singleElement()
                .satisfies(join -> assertThat(guardedSource(join.on()))
                        .isEqualTo(join.source().number()));
        var exists = (Condition.Exists) ((Condition.All) condition).of().get(1);
        assertThat(guardedSource(exists.where())).isEqualTo(exists.rows().root().number());
        assertThat(exists.rows().joins())
                .singleElement()
                .satisfies(join -> assertThat(guardedSource(join.on()))
                        .isEqualTo(join.source().number()));
    }

    private static int guardedSource(Condition condition) {
        var missing = (Condition.Missing) ((Condition.All) condition).of().getLast();
        return ((BigDecimal) ((Term.Constant) missing.what()).value()).intValueExact();
    }

    @Test
    @DisplayName("the same way is joined once, and a way from a lambda's row belongs to the lambda's tables")
    void joins() {
        var tables = tables("Document_РасходТовара", RelationGuard.NONE);
        Binder.condition(
                parsed(
                        "Контрагент/Город eq 'a' or Контрагент/Description eq 'b' or Товары/any(d: d/Номенклатура/Вес gt 1)"),
                new Scope(MODEL, tables));
        assertThat(tables.joins()).hasSize(1);
    }

    @Test
    @DisplayName("objects outside the published set can be asked for by key alone")
    void published() {
        var model = MODEL.published(List.of("Catalog_Товары", "Document_РасходТовара"));
        var tables =
                new Tables(new Relation.Stored(model.set("Catalog_Товары").orElseThrow()), numbers::incrementAndGet);
        var scope = new Scope(model, tables);
        assertThat(Binder.condition(parsed("Поставщик_Key ne null"), scope)).isNotNull();
        assertThatThrownBy(() -> Binder.condition(parsed("Поставщик/Город eq 'x'"), scope))
                .isInstanceOf(ODataException.class)
                .hasMessageContaining("not published");
    }

    @Test
    @DisplayName("a chain of and or or is one list however long it is; other nesting has an end, with a code")
    void depth() {
        Expression leaf = new Expression.Value(0, new Literal.Bool(true));
        Expression chain = leaf;
        Expression nested = leaf;
        for (int i = 0; i < 100_000; i++) {
            chain = new Expression.Binary(0, Expression.Operator.OR, chain, leaf);
            nested = new Expression.Not(0, nested);
        }
        var scope = new Scope(MODEL, tables("Catalog_Товары", RelationGuard.NONE));
        assertThat(((Condition.Any) Binder.condition(chain, scope)).of()).hasSize(100_001);
        Expression tooDeep = nested;
        assertThat(code(() -> Binder.condition(tooDeep, scope))).isEqualTo(14);
    }

    @Test
    @DisplayName("numbers that could grow past 500 digits are refused before any row is read")
    void digits() {
        var power = new StringBuilder("ШтрихкодЧисло");
        for (int i = 0; i < 26; i++) {
            power.append(" mul ШтрихкодЧисло");
        }
        assertThat(bound("Catalog_Товары", power + " gt 1")).isNotNull();
        assertThat(code(() -> bound("Catalog_Товары", power + " mul ШтрихкодЧисло gt 1")))
                .isEqualTo(21);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replace(Описание, 'а', 'ббббббббббб') ne '' | 21",
                "replace(Описание, 'ааа', 'ббббббббббб') ne '' | 0",
                "replace(Описание, 'ё', 'е') ne '' | 0",
                "replace(Описание, Артикул, 'ббббббббббб') ne '' | 21",
                "replace(Артикул, 'а', Описание) ne '' | 21",
                "replace(replace(replace(Описание, 'а', 'ббб'), 'б', 'ввв'), 'в', 'ггг') ne '' | 21",
                "replace(replace(Артикул, 'а', 'ббб'), 'б', 'ввв') ne '' | 0"
            })
    @DisplayName(
            "OD-65: replace that could make a text of more than a million characters is refused before any row is read")
    void replacing(String filter, int code) {
        if (code == 0) {
            assertThat(bound("Catalog_Товары", filter)).isNotNull();
        } else {
            assertThat(code(() -> bound("Catalog_Товары", filter))).isEqualTo(code);
        }
    }

    @Test
    @DisplayName("a text with the character 0 is refused with code 1, in a template too")
    void nul() {
        Expression path = new Expression.Path(0, Optional.empty(), List.of(new Expression.Name(0, "Description")));
        Expression text = new Expression.Value(0, new Literal.Text("a\0"));
        var scope = new Scope(MODEL, tables("Catalog_Товары", RelationGuard.NONE));
        assertThat(code(() -> Binder.condition(new Expression.Binary(0, Expression.Operator.EQ, path, text), scope)))
                .isEqualTo(1);
        assertThat(code(() -> Binder.condition(new Expression.Call(0, "like", List.of(path, text)), scope)))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("like with a template that is no more than a prefix, an end, a part or a whole becomes that test")
    void simpleTemplates() {
        assertThat(bound("Catalog_Товары", "like(Code, 'а%')")).isInstanceOf(Condition.StartsWith.class);
        assertThat(bound("Catalog_Товары", "like(Code, '%а')")).isInstanceOf(Condition.EndsWith.class);
        assertThat(bound("Catalog_Товары", "like(Code, '%а%%')")).isInstanceOf(Condition.Contains.class);
        assertThat(bound("Catalog_Товары", "like(Code, 'а')")).isInstanceOf(Condition.Comparison.class);
        assertThat(bound("Catalog_Товары", "like(Code, 'а%б')")).isInstanceOf(Condition.Like.class);
    }

    @Test
    @DisplayName("OD-22: $orderby takes any value, and orders what has several types by the type first")
    void order() {
        var scope = new Scope(MODEL, tables("Document_РасходТовара", RelationGuard.NONE));
        assertThat(Binder.order(parsed("Основание"), scope)).hasSize(6);
        assertThat(Binder.order(parsed("Контрагент/ИНН"), scope)).hasSize(1);
        assertThat(Binder.order(parsed("length(Комментарий) mul 2"), scope))
                .singleElement()
                .isInstanceOf(Term.Arithmetic.class);
        assertThat(Binder.order(parsed("Posted"), scope)).singleElement().isInstanceOf(Term.Of.class);
        assertThat(Binder.order(parsed("startswith(Number, '0')"), scope))
                .singleElement()
                .isInstanceOf(Term.Truth.class);
        assertThat(Binder.order(parsed("DataVersion"), scope)).hasSize(1);
        assertThat(code(() -> Binder.order(parsed("null"), scope))).isEqualTo(21);
        assertThat(code(() -> Binder.order(parsed("Товары"), scope))).isEqualTo(21);
    }

    @Test
    @DisplayName(
            "OD-32: Russian names of standard properties stand for the English ones, own properties go before them")
    void russian() {
        var goods = MODEL.set("Catalog_Товары").orElseThrow();
        assertThat(PropertyNames.find(goods, "Родитель_Key")).isEqualTo(PropertyNames.find(goods, "Parent_Key"));
        assertThat(PropertyNames.find(goods, "Ссылка")).isEqualTo(PropertyNames.find(goods, "Ref_Key"));
        assertThat(PropertyNames.find(goods, "Вид").orElseThrow().property().name())
                .isEqualTo("Вид");
        assertThat(PropertyNames.find(goods, "Регистратор")).isEmpty();
    }
}
