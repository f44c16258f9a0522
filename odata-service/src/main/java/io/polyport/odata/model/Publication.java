package io.polyport.odata.model;

import io.polyport.odata.model.ModelObject.Journal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The part of a model that clients see (OD-6). */
final class Publication {
    private final Model whole;

    Publication(Model whole) {
        this.whole = whole;
    }

    /** @param publish what the part says of itself, see {@link Model#publish} */
    Model of(Predicate<String> chosen, List<String> publish) {
        var names = whole.objects().stream()
                .map(ModelObject::resource)
                .filter(chosen)
                .collect(Collectors.toCollection(HashSet::new));
        var journals = whole.objects().stream()
                .filter(one ->
                        one.journal().isPresent() && documents(one, names).isEmpty())
                .map(ModelObject::resource)
                .toList();
        names.removeAll(journals);
        var objects = whole.objects().stream()
                .filter(one -> names.contains(one.resource()))
                .map(one -> seen(one, names))
                .collect(Collectors.toMap(ModelObject::resource, one -> one, (a, b) -> a, LinkedHashMap::new));
        var sets = whole.sets().stream()
                .filter(set -> objects.containsKey(set.object().resource()))
                .map(set -> new EntitySet(
                        set.name(),
                        set.form(),
                        objects.get(set.object().resource()),
                        set.properties(),
                        set.key(),
                        set.table(),
                        set.owner()))
                .toList();
        return new Model(
                List.copyOf(objects.values()), sets, whole.enumerations(), whole.separators(), whole.rules(), publish);
    }

    /** A journal shows only documents that exist for the client. */
    private static ModelObject seen(ModelObject object, Set<String> names) {
        return object.journal().isEmpty()
                ? object
                : new ModelObject(
                        object.kind(),
                        object.name(),
                        object.synonym(),
                        object.presentation(),
                        object.register(),
                        object.hierarchy(),
                        Optional.of(new Journal(documents(object, names))),
                        object.declaration());
    }

    private static List<ModelObject.JournalDocument> documents(ModelObject journal, Set<String> names) {
        return journal.journal().orElseThrow().documents().stream()
                .filter(document -> names.contains(document.set()))
                .toList();
    }
}
