package io.polyport.odata.rows;

import java.util.ArrayList;
import java.util.List;

/** Entities with their children, which come from statements of their own in the same order: all are read side by side. */
final class MergedCursor implements Cursor {
    private final Running<?> running;
    private final List<ReadingSql.Child> statements;
    private final Results rows;
    private final List<ChildCursor> children = new ArrayList<>();

    MergedCursor(Running<?> running, Results rows, List<ReadingSql.Child> statements) {
        this.running = running;
        this.rows = rows;
        this.statements = statements;
    }

    @Override
    public boolean next() {
        children.forEach(ChildCursor::passOver);
        boolean there = rows.next();
        if (!there) {
            children.forEach(ChildCursor::requireEnd);
        } else if (children.size() < statements.size()) {
            openChildren();
        } else {
            children.forEach(ChildCursor::ownerMoved);
        }
        return there;
    }

    /** Only now: where there are no entities, nothing of theirs is asked for. */
    private void openChildren() {
        for (int number = 0; number < statements.size(); number++) {
            var statement = statements.get(number);
            var results = running.open(statement.rows());
            children.add(new ChildCursor(number, results, OwnerKey.of(running, rows, results, statement.keys())));
        }
    }

    @Override
    public Row row() {
        return rows.row();
    }

    @Override
    public Children child(int number) {
        return children.get(number);
    }
}
