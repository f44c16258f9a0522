package io.polyport.odata.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An EDMX document taken apart, so that two can be laid side by side. */
final class EdmxShape {
    /** Each type, association and function as lines, by its kind and name; functions by what they are bound to as well. */
    final Map<String, List<String>> declarations = new LinkedHashMap<>();
    /** Each element's name with the names of its attributes in order. */
    final Set<String> elements = new LinkedHashSet<>();
    /** Which kinds of elements follow each other in which parent. */
    final Set<String> sequences = new LinkedHashSet<>();

    private final List<String> open = new ArrayList<>();
    private final List<List<String>> children = new ArrayList<>();

    static EdmxShape of(InputStream document) throws IOException, XMLStreamException {
        try (document) {
            var shape = new EdmxShape();
            shape.children.add(new ArrayList<>());
            XMLStreamReader reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(document);
            List<String> lines = new ArrayList<>();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> shape.start(reader, lines);
                    case XMLStreamConstants.END_ELEMENT -> shape.end(reader.getLocalName(), lines);
                    default -> {}
                }
            }
            return shape;
        }
    }

    private void start(XMLStreamReader reader, List<String> lines) {
        String name = reader.getLocalName();
        var attributes = new StringBuilder(name);
        var line = new StringBuilder(name);
        for (int number = 0; number < reader.getAttributeCount(); number++) {
            String attribute = reader.getAttributePrefix(number).isEmpty()
                    ? reader.getAttributeLocalName(number)
                    : reader.getAttributePrefix(number) + ':' + reader.getAttributeLocalName(number);
            attributes.append(' ').append(attribute);
            line.append(' ').append(attribute).append('=').append(reader.getAttributeValue(number));
        }
        elements.add(attributes + " in " + reader.getNamespaceURI());
        if (isDeclaration(name)) {
            lines.clear();
        }
        lines.add(line.toString());
        List<String> before = children.getLast();
        if (before.isEmpty() || !before.getLast().equals(name)) {
            before.add(name);
        }
        open.add(name);
        children.add(new ArrayList<>());
    }

    private void end(String name, List<String> lines) {
        open.removeLast();
        List<String> inside = children.removeLast();
        for (int number = 1; number < inside.size(); number++) {
            sequences.add(name + ": " + inside.get(number - 1) + " before " + inside.get(number));
        }
        if (isDeclaration(name)) {
            String bound = name.equals("FunctionImport") ? ' ' + lines.get(1) : "";
            declarations.put(firstWords(lines.getFirst()) + bound, List.copyOf(lines));
        }
    }

    private static boolean isDeclaration(String name) {
        return Set.of("EntityType", "ComplexType", "Association", "EnumType", "EntitySet", "FunctionImport")
                .contains(name);
    }

    private static String firstWords(String line) {
        String[] words = line.split(" ");
        return words[0] + ' ' + words[1];
    }
}
