package io.polyport.kit.config;

import io.polyport.kit.config.Tree.Fields;
import io.polyport.kit.config.Tree.Items;
import io.polyport.kit.config.Tree.Nothing;
import io.polyport.kit.config.Tree.Scalar;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/** Makes secrets of plain text, of {@code {value: …}} or of {@code {file: …}}; no report of it shows any text. */
final class SecretReader {
    private static final long LARGEST = 1 << 20;

    private final Faults faults;

    SecretReader(Faults faults) {
        this.faults = faults;
    }

    /** @return null when there is a fault */
    Secret read(Tree tree, KeyPath path) {
        return switch (tree) {
            case Scalar scalar -> plain(scalar, path);
            case Nothing nothing -> fault(tree, path, "needs a secret, but has no value");
            case Items items -> fault(tree, path, "needs a secret, but has a list");
            case Fields fields -> fields(fields, path);
        };
    }

    private Secret fields(Fields fields, KeyPath path) {
        if (fields.fields().keySet().equals(Set.of("value")) && fields.get("value") instanceof Scalar scalar) {
            return plain(scalar, path);
        }
        if (fields.fields().keySet().equals(Set.of("file")) && fields.get("file") instanceof Scalar scalar) {
            return file(scalar, path);
        }
        return fault(fields, path, "needs the secret itself or exactly one of the keys value and file");
    }

    private Secret plain(Scalar scalar, KeyPath path) {
        if (scalar.text().isEmpty()) {
            return fault(scalar, path, "the secret is empty");
        }
        if (scalar.text().equals(Secret.MASK)) {
            return fault(scalar, path, "holds the mask of a dump instead of the secret");
        }
        return Secret.of(scalar.text());
    }

    private Secret file(Scalar scalar, KeyPath path) {
        var shown = Faults.quote(scalar.text());
        try {
            var file = Path.of(scalar.text());
            if (!Files.isRegularFile(file)) {
                return fault(scalar, path, "there is no file " + shown + " to read the secret from");
            }
            if (Files.size(file) > LARGEST) {
                return fault(scalar, path, "the file " + shown + " is larger than 1MiB");
            }
            var text = Files.readString(file).replaceFirst("\\R$", "");
            return text.isEmpty() ? fault(scalar, path, "the file " + shown + " is empty") : Secret.ofFile(text, file);
        } catch (CharacterCodingException e) {
            return fault(scalar, path, "the file " + shown + " is not UTF-8 text");
        } catch (NoSuchFileException | InvalidPathException e) {
            return fault(scalar, path, "there is no file " + shown + " to read the secret from");
        } catch (IOException e) {
            return fault(scalar, path, "the file " + shown + " cannot be read by this user");
        }
    }

    private Secret fault(Tree tree, KeyPath path, String what) {
        faults.add(tree.place(), path.text(), what);
        return null;
    }
}
