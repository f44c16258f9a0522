package io.polyport.system.odata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** Reads a set as it comes, with parsers that know nothing of who wrote it. */
final class ReadGoods {
    private static final String DATA = "http://schemas.microsoft.com/ado/2007/08/dataservices";

    private ReadGoods() {}

    static Goods.Content json(InputStream body) throws IOException {
        var tally = new Goods.Tally();
        try (var parser = new JsonFactory().createParser(body)) {
            Map<String, String> values = new HashMap<>();
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> depth++;
                    case END_OBJECT -> {
                        if (depth-- == 2) {
                            tally.add(values);
                            values.clear();
                        }
                    }
                    case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                        values.put(parser.currentName(), parser.getText());
                    default -> {}
                }
            }
        }
        return tally.content();
    }

    static Goods.Content atom(InputStream body) throws XMLStreamException {
        var tally = new Goods.Tally();
        var factory = XMLInputFactory.newDefaultFactory();
        // The JDK's own parser counts the whole document against these, and ours is large.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", 0);
        factory.setProperty("jdk.xml.totalEntitySizeLimit", 0);
        var reader = factory.createXMLStreamReader(body);
        Map<String, String> values = new HashMap<>();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT && DATA.equals(reader.getNamespaceURI())) {
                String name = reader.getLocalName();
                values.put(name, reader.getElementText());
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && reader.getLocalName().equals("entry")) {
                tally.add(values);
                values.clear();
            }
        }
        reader.close();
        return tally.content();
    }
}
