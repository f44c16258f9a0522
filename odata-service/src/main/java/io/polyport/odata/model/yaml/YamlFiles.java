package io.polyport.odata.model.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Files and their syntax. */
final class YamlFiles {
    private YamlFiles() {}

    static List<Entry> read(Path place, Faults faults) {
        var files = new ArrayList<Path>();
        try {
            if (Files.isDirectory(place)) {
                try (var inside = Files.walk(place)) {
                    inside.filter(Files::isRegularFile)
                            .filter(file -> file.toString().matches(".*\\.ya?ml"))
                            .sorted()
                            .forEach(files::add);
                }
                if (files.isEmpty()) {
                    faults.add(place.toString(), 0, "", "there is no .yaml file in this folder");
                }
            } else {
                files.add(place);
            }
        } catch (IOException e) {
            faults.add(place.toString(), 0, "", "can't be read (" + e.getClass().getSimpleName() + ")");
        }
        var documents = new ArrayList<Entry>();
        for (Path file : files) {
            try {
                documents.addAll(parse(file.toString(), Files.readString(file), faults));
            } catch (CharacterCodingException e) {
                faults.add(file.toString(), 0, "", "is not UTF-8 text");
            } catch (IOException e) {
                faults.add(file.toString(), 0, "", Files.exists(file) ? "can't be read" : "there is no such file");
            }
        }
        return documents;
    }

    /** One document, or none when it is empty or no YAML. */
    static List<Entry> parse(String name, String text, Faults faults) {
        faults.file(name);
        // The operator's own file: as long as it has to be.
        var settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .map(node -> List.of(Entry.top(name, node, faults)))
                    .orElse(List.of());
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            faults.add(name, line, "", "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            faults.add(name, 0, "", "not YAML that can be used here: too deep, or it contains itself");
        }
        return List.of();
    }
}
