package io.polyport.odata.plan;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of a statement's sources are needed for what it reads, so that what is joined for nothing is not joined. */
final class Uses {
    private final Set<Integer> sources = new HashSet<>();

    private Uses() {}

    /** The relations without joins that neither these terms nor these conditions need. */
    static Tables of(Tables tables, Collection<Term> terms, Collection<Condition> conditions) {
        var uses = new Uses();
        terms.forEach(uses::term);
        conditions.forEach(uses::condition);
        // What is joined needs only what was joined before it, so that one walk backwards finds everything.
        for (var join : tables.joins().reversed()) {
            if (join.inner() || uses.sources.contains(join.source().number())) {
                uses.sources.add(join.source().number());
                uses.condition(join.on());
            }
        }
        return tables.with(join -> uses.sources.contains(join.source().number()));
    }

    private void term(Term term) {
        switch (term) {
            case Term.Of of -> sources.add(of.source().number());
            case Term.Arithmetic arithmetic -> terms(List.of(arithmetic.left(), arithmetic.right()));
            case Term.Negative negative -> term(negative.of());
            case Term.Applied applied -> terms(applied.arguments());
            case Term.Where where -> {
                condition(where.condition());
                term(where.value());
            }
            case Term.Truth truth -> condition(truth.of());
            case Term.Constant constant -> {}
            case Term.Nothing nothing -> {}
        }
    }

    private void terms(List<Term> terms) {
        terms.forEach(this::term);
    }

    private void condition(Condition condition) {
        switch (condition) {
            case Condition.Comparison comparison -> terms(List.of(comparison.left(), comparison.right()));
            case Condition.All all -> all.of().forEach(this::condition);
            case Condition.Any any -> any.of().forEach(this::condition);
            case Condition.Not not -> condition(not.of());
            case Condition.Missing missing -> term(missing.what());
            case Condition.IsTrue isTrue -> term(isTrue.what());
            case Condition.Contains contains -> terms(List.of(contains.text(), contains.part()));
            case Condition.StartsWith starts -> terms(List.of(starts.text(), starts.start()));
            case Condition.EndsWith ends -> terms(List.of(ends.text(), ends.end()));
            case Condition.Like like -> term(like.text());
            case Condition.Exists exists -> {
                exists.rows().joins().forEach(join -> condition(join.on()));
                condition(exists.where());
            }
            case Condition.Always always -> {}
        }
    }
}
