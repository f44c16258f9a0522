package io.polyport.odata.model.yaml;

import io.polyport.odata.model.EntitySet.Form;
import java.util.List;

/** Reads constants: a type, or a map with a type and a synonym. */
final class Constants {
    private Constants() {}

    static ObjectDraft read(Names.Declared declared, Types types) {
        var draft = new ObjectDraft(declared);
        var entry = declared.entry();
        var said = entry.isMap() ? entry.only("type", "synonym").field("type").orElse(null) : entry;
        var set = draft.set(Form.VALUE);
        if (said == null) {
            entry.fault("needs a type");
        } else {
            types.read(said).ifPresent(type -> set.add(Standard.of("Value", type), entry));
        }
        var key = Standard.surrogateKey();
        set.add(key, entry).addKey(List.of(key));
        return draft;
    }
}
