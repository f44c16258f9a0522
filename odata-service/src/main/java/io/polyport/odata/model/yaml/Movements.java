package io.polyport.odata.model.yaml;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.model.Declaration.Movement;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what documents write into registers (OD-45). Expressions are only kept; who posts, understands them. */
final class Movements {
    private static final Set<String> BY_REGISTER =
            Set.of("AccountDr", "AccountCr", "Account", "CalculationType", "ActionPeriod", "ReversingEntry");
    private static final Map<String, String> RECORD_TYPES =
            Map.of("receipt", "Receipt", "expense", "Expense", "debit", "Debit", "credit", "Credit");

    private final Names names;
    private final Map<String, ObjectDraft> drafts;

    /** @param drafts all objects by resource name */
    Movements(Names names, Map<String, ObjectDraft> drafts) {
        this.names = names;
        this.drafts = drafts;
    }

    void read(ObjectDraft document) {
        for (Entry entry : document.entry.items("movements")) {
            entry.only("register", "section", "record-type", "when", "period", "values");
            var said = entry.field("register");
            if (said.isEmpty()) {
                entry.fault("needs 'register': the resource name of the register that is written");
                continue;
            }
            names.need(said.get().text(), said.get(), "register", ObjectKind::isRegister)
                    .map(one -> drafts.get(one.resource()))
                    .ifPresent(register -> document.movements.add(movement(document, register, entry)));
        }
        if (!document.movements.isEmpty() && !document.posting) {
            document.entry.fault("has movements, but is not posted; leave out 'posting: false'");
        }
    }

    private static Movement movement(ObjectDraft document, ObjectDraft register, Entry entry) {
        boolean records = register.register
                .map(one -> one.recorders().contains(document.resource()))
                .orElse(true);
        if (!records) {
            entry.fault(register.resource() + " does not name " + document.resource() + " among its 'recorders'");
        }
        var section = entry.field("section").map(Entry::text);
        boolean known = section.isEmpty()
                || document.sets.getFirst().properties.stream()
                        .anyMatch(one ->
                                one instanceof Property.Section && one.name().equals(section.get()));
        if (!known) {
            entry.field("section")
                    .orElse(entry)
                    .fault(document.resource() + " has no section " + Faults.quote(section.get()));
        }
        return new Movement(
                register.resource(),
                section,
                recordType(register, entry),
                entry.text("when", ""),
                entry.text("period", "Date"),
                values(register, entry));
    }

    private static Optional<String> recordType(ObjectDraft register, Entry entry) {
        boolean wanted = register.sets.getLast().property("RecordType").isPresent();
        var said = entry.field("record-type");
        if (wanted != said.isPresent()) {
            said.orElse(entry).fault(wanted ? "needs 'record-type'" : register.resource() + "'s records have no type");
        }
        String word = said.map(Entry::text).orElse("");
        boolean accounting = register.kind == ObjectKind.ACCOUNTING_REGISTER;
        var words = accounting ? List.of("debit", "credit") : List.of("receipt", "expense");
        if (said.isPresent() && !words.contains(word)) {
            said.get().fault("must be " + String.join(" or ", words) + ", is " + Faults.quote(word));
        }
        return Optional.ofNullable(RECORD_TYPES.get(word));
    }

    private static Map<String, String> values(ObjectDraft register, Entry entry) {
        var open = register.sets.getLast().properties.stream()
                .filter(one -> one.head().role() != Role.STANDARD || BY_REGISTER.contains(one.name()))
                .map(Property::name)
                .collect(Collectors.toCollection(ArrayList::new));
        register.register.ifPresent(one -> one.besides().forEach(property -> open.add(property.name())));
        var values = new LinkedHashMap<String, String>();
        entry.field("values").map(Entry::fields).orElse(Map.of()).forEach((name, value) -> {
            if (!open.contains(name)) {
                value.fault(register.resource() + " has no dimension, resource or attribute " + Faults.quote(name)
                        + Suggestion.among(open, name));
            }
            values.put(name, value.text());
        });
        return values;
    }
}
