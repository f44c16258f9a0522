package io.polyport.standalone.trade;

import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelException;
import io.polyport.odata.model.yaml.ModelReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The demo's model: a few files that lie in the program, and are copied out so that people can read and copy them. */
public final class TradeModel {
    private static final List<String> FILES = List.of(
            "enumerations.yaml",
            "constants.yaml",
            "goods.yaml",
            "partners.yaml",
            "places.yaml",
            "stock-documents.yaml",
            "office-documents.yaml",
            "registers.yaml",
            "accounts.yaml");

    private TradeModel() {}

    /**
     * Puts the files into a folder, over those of the same names, so that they are always this program's.
     *
     * @param folder made when it is missing
     * @return the folder, for a configuration's {@code model}
     */
    public static Path unpack(Path folder) {
        try {
            Files.createDirectories(folder);
            for (String name : FILES) {
                try (var file = TradeModel.class.getResourceAsStream("/demo/" + name)) {
                    Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "the demo's model can't be written to " + folder + "; make the folder writable", failure);
        }
    }

    /**
     * The model of files that were unpacked.
     *
     * @throws ModelException when somebody has put other files there that don't fit
     */
    public static Model read(Path folder) {
        return ModelReader.read(folder);
    }
}
