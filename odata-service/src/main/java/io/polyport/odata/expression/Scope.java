package io.polyport.odata.expression;

import io.polyport.odata.model.Model;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;

/**
 * Where the names of an expression are looked up.
 *
 * @param model as it is published: an object that is not in it can't be named
 * @param tables of the statement that the expression becomes part of; paths join to it, its guard says what is hidden
 * @param source one of its sources: what a path begins at
 */
public record Scope(Model model, Tables tables, Source source) {
    /** Paths begin at the statement's root. */
    public Scope(Model model, Tables tables) {
        this(model, tables, tables.root());
    }
}
