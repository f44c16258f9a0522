package io.polyport.grpc.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the mapping by an example. */
final class JsonMappingTest {
    private static final int MOST = 1 << 20;

    private final EveryKind kinds = EveryKind.ALL;
    private final MessageCodecs codecs = new MessageCodecs(kinds);
    private final Oracle oracle = new Oracle(kinds);

    private Buffer wire(Descriptor type, String json, JsonRules rules) {
        return codecs.of(type).toWire(Buffer.buffer(json), rules, MOST);
    }

    private String back(Descriptor type, String json) {
        Buffer wire = wire(type, json, JsonRules.USUAL);
        return codecs.of(type).toJson(wire, JsonRules.USUAL, MOST).toString();
    }

    private String back(String json) {
        return back(kinds.proto3, json);
    }

    private AbstractThrowableAssert<?, ?> refused(Descriptor type, String json) {
        return assertThatThrownBy(() -> wire(type, json, JsonRules.USUAL)).isInstanceOf(JsonFault.class);
    }

    private void refused(String json, String path, String detail) {
        assertThatThrownBy(() -> wire(kinds.proto3, json, JsonRules.USUAL))
                .isInstanceOfSatisfying(JsonFault.class, fault -> {
                    assertThat(fault.spots().getFirst().path()).isEqualTo(path);
                    assertThat(fault.spots().getFirst().detail()).contains(detail);
                });
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @DisplayName("GR-20: numbers are exact, in whichever of their forms they come")
    @CsvSource(delimiter = '|', textBlock = """
                    {"int32One":1e3}                      | {"int32One":1000}
                    {"int32One":1.0}                      | {"int32One":1}
                    {"int32One":"-2147483648"}            | {"int32One":-2147483648}
                    {"int32One":-0}                       | {}
                    {"uint32One":4294967295}              | {"uint32One":4294967295}
                    {"int64One":9223372036854775807}      | {"int64One":"9223372036854775807"}
                    {"int64One":"-9223372036854775808"}   | {"int64One":"-9223372036854775808"}
                    {"int64One":9.007199254740993e15}     | {"int64One":"9007199254740993"}
                    {"uint64One":18446744073709551615}    | {"uint64One":"18446744073709551615"}
                    {"fixed64One":"18446744073709551615"} | {"fixed64One":"18446744073709551615"}
                    {"sint64One":"-1"}                    | {"sint64One":"-1"}
                    {"doubleOne":"NaN"}                   | {"doubleOne":"NaN"}
                    {"floatOne":"-Infinity"}              | {"floatOne":"-Infinity"}
                    {"doubleOne":"1.5"}                   | {"doubleOne":1.5}
                    {"doubleOne":-0.0}                    | {"doubleOne":-0.0}
                    {"floatOne":3.4028235e38}             | {"floatOne":3.4028235E38}
                    {"boolOne":true}                      | {"boolOne":true}
                    {"stringOne":"\\u0001\\"/"}           | {"stringOne":"\\u0001\\"/"}
                    """)
    void numbers(String json, String expected) {
        assertThat(back(json)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @DisplayName("GR-20: what is no number of its type is refused with its path and its range")
    @CsvSource(delimiter = '|', textBlock = """
                    {"int32One":2147483648}                | /int32One        | from -2147483648 to 2147483647
                    {"int32One":1.5}                       | /int32One        | a whole number
                    {"int32One":"1 "}                      | /int32One        | a whole number
                    {"int32One":1e1000000000}              | /int32One        | a whole number
                    {"int32One":1e-1000000000}             | /int32One        | a whole number
                    {"int32One":true}                      | /int32One        | a whole number
                    {"int32One":[]}                        | /int32One        | a whole number
                    {"uint32One":-1}                       | /uint32One       | from 0 to 4294967295
                    {"int64One":"9223372036854775808"}     | /int64One        | 9223372036854775807
                    {"uint64One":"-1"}                     | /uint64One       | from 0 to 18446744073709551615
                    {"uint64One":18446744073709551616}     | /uint64One       | from 0 to 18446744073709551615
                    {"int32Many":[1,2,"x"]}                | /int32Many/2     | a whole number
                    {"childMessages":[{},{"int32One":""}]} | /childMessages/1/int32One | a whole number
                    {"floatOne":1e39}                      | /floatOne        | up to 3.4028235e38
                    {"doubleOne":1e400}                    | /doubleOne       | up to 1.79
                    {"doubleOne":"0x1p3"}                  | /doubleOne       | up to 1.79
                    {"boolOne":1}                          | /boolOne         | true or false
                    {"boolOne":"true"}                     | /boolOne         | true or false
                    {"stringOne":5}                        | /stringOne       | has to be a string
                    {"stringOne":"\\ud800"}                | /stringOne       | surrogate
                    {"bytesOne":"a"}                       | /bytesOne        | base64
                    {"bytesOne":"+_+_"}                    | /bytesOne        | base64
                    {"bytesOne":"AA="}                     | /bytesOne        | base64
                    {"hueOne":"HUE_REDD"}                  | /hueOne          | did you mean 'HUE_RED'
                    {"childMessage":[]}                    | /childMessage    | has to be an object
                    {"int32Many":{}}                       | /int32Many       | has to be an array
                    {"byInt32":[]}                         | /byInt32         | has to be an object
                    {"byInt32":{"x":1}}                    | /byInt32/x       | key of a map
                    {"byBool":{"1":1}}                     | /byBool/1        | key of a map
                    {"byInt32":{"1":1,"1":2}}              | /byInt32/1       | is given twice
                    {"byInt32":{"1":null}}                 | /byInt32/1       | must not be null
                    {"int32Many":[null]}                   | /int32Many/0     | must not be null
                    {"int32One":1,"int32_one":1}           | /int32_one       | is given twice
                    {"int32One":1,"int32One":1}            | /int32One        | is given twice
                    {"choiceText":"","choiceNumber":1}     | /choiceNumber    | oneof choice
                    {"int32Onn":1}                         | /int32Onn        | did you mean 'int32One'
                    {"a/b":1}                              | /a~1b            | is not a field of every.proto3.Every
                    {"timestampMessage":"2026-02-29T00:00:00Z"} | /timestampMessage | has to be a time
                    {"timestampMessage":"0000-12-31T23:59:59Z"} | /timestampMessage | has to be a time
                    {"timestampMessage":"2026-01-01T00:00:00"}  | /timestampMessage | has to be a time
                    {"timestampMessage":"2026-01-01t00:00:00z"} | /timestampMessage | has to be a time
                    {"timestampMessage":"9999-12-31T23:59:59-00:01"} | /timestampMessage | has to be a time
                    {"timestampMessage":"2026-01-01T00:00:00.0000000001Z"} | /timestampMessage | has to be a time
                    {"durationMessage":"1"}                | /durationMessage | has to be a duration
                    {"durationMessage":"315576000001s"}    | /durationMessage | has to be a duration
                    {"durationMessage":"99999999999999999999s"} | /durationMessage | has to be a duration
                    {"fieldmaskMessage":"foo_bar"}         | /fieldmaskMessage | field paths
                    {"anyMessage":{"x":1}}                 | /anyMessage/x    | needs "@type"
                    {"anyMessage":{"@type":"t/no.Such"}}   | /anyMessage/@type | schema of the connection does not know
                    {"anyMessage":{"@type":"none"}}        | /anyMessage/@type | has to be a URL
                    {"anyMessage":{"@type":"t/every.proto3.Every","@type":"x"}} | /anyMessage/@type | is given twice
                    {"valueMessage":1e400}                 | /valueMessage    | has to be a number
                    {"valueMessage":{"a":1,"a":1}}         | /valueMessage/a  | is given twice
                    {"int32One":1                          | /int32One        | is not JSON
                    {"int32One":01}                        | /int32One        | is not JSON
                    {} {}                                  | ''               | behind the end
                    ''                                     | ''               | is empty
                    null                                   | ''               | has to be an object
                    """)
    void refusals(String json, String path, String detail) {
        refused(json, path, detail);
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @DisplayName("GR-20: Google's own types have their own forms")
    @CsvSource(delimiter = '|', textBlock = """
                    {"timestampMessage":"2026-11-22T08:30:00+01:00"}     | {"timestampMessage":"2026-11-22T07:30:00Z"}
                    {"timestampMessage":"1969-12-31T23:59:59.5Z"}        | {"timestampMessage":"1969-12-31T23:59:59.500Z"}
                    {"timestampMessage":"0001-01-01T00:00:00Z"}          | {"timestampMessage":"0001-01-01T00:00:00Z"}
                    {"timestampMessage":"9999-12-31T23:59:59.999999999Z"} | {"timestampMessage":"9999-12-31T23:59:59.999999999Z"}
                    {"durationMessage":"-0.5s"}                          | {"durationMessage":"-0.500s"}
                    {"durationMessage":"1.000001s"}                      | {"durationMessage":"1.000001s"}
                    {"durationMessage":"-315576000000s"}                 | {"durationMessage":"-315576000000s"}
                    {"fieldmaskMessage":"fooBar,a.bC"}                   | {"fieldmaskMessage":"fooBar,a.bC"}
                    {"int64valueMessage":0}                              | {"int64valueMessage":"0"}
                    {"stringvalueMessage":null}                          | {}
                    {"valueMessage":null}                                | {"valueMessage":null}
                    {"valueMessage":[1,"a",{"b":null}]}                  | {"valueMessage":[1.0,"a",{"b":null}]}
                    {"nothingMany":[null]}                               | {"nothingMany":[null]}
                    {"choiceNull":null}                                  | {"choiceNull":null}
                    {"choiceText":null,"choiceNumber":1}                 | {"choiceNumber":1}
                    {"valueMessages":null}                               | {}
                    {"emptyMessage":{}}                                  | {"emptyMessage":{}}
                    {"anyMessage":{}}                                    | {"anyMessage":{}}
                    {"anyMessage":{"@type":"t/google.protobuf.Duration","value":"1s"}} | {"anyMessage":{"@type":"t/google.protobuf.Duration","value":"1s"}}
                    {"anyMessage":{"int32One":1,"@type":"t/every.proto3.Every"}} | {"anyMessage":{"@type":"t/every.proto3.Every","int32One":1}}
                    {"anyMessage":{"value":{"int32One":2,"@type":"t/every.proto2.Every"},"@type":"t/google.protobuf.Any"}} | {"anyMessage":{"@type":"t/google.protobuf.Any","value":{"@type":"t/every.proto2.Every","int32One":2}}}
                    """)
    void wellKnown(String json, String expected) {
        assertThat(back(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @DisplayName("bytes are read in both alphabets of base64, with or without padding, and written in one")
    @ValueSource(strings = {"+/8=", "-_8=", "+/8", "-_8"})
    void base64(String text) {
        assertThat(back("{\"bytesOne\":\"" + text + "\"}")).isEqualTo("{\"bytesOne\":\"+/8=\"}");
    }

    @Test
    @DisplayName("enums have names and numbers; unknown numbers stay where the enum is open, and are refused where not")
    void enums() {
        assertThat(back("{\"hueOne\":7,\"hueMany\":[\"HUE_ROUGE\",99,\"-5\"]}"))
                .isEqualTo("{\"hueOne\":\"HUE_RED\",\"hueMany\":[\"HUE_RED\",99,\"HUE_BELOW\"]}");
        refused(kinds.proto2, "{\"hueOne\":99}").hasMessageContaining("is not a value of the enum every.proto2.Hue");
        var ignoring = new JsonRules(true, false, false);
        Buffer wire =
                wire(kinds.proto2, "{\"hueOne\":99,\"hueMany\":[99,7],\"ofHue\":{\"1\":\"NO\"},\"x\":[{}]}", ignoring);
        assertThat(codecs.of(kinds.proto2).toJson(wire, ignoring, MOST).toString())
                .isEqualTo("{\"hueMany\":[\"HUE_RED\"]}");
    }

    @Test
    @DisplayName("up to 20 unknown fields are named at once")
    void unknownFields() {
        String json = java.util.stream.IntStream.range(0, 30)
                .mapToObj(number -> "\"x" + number + "\":{\"y\":1}")
                .collect(Collectors.joining(",", "{", "}"));
        assertThatThrownBy(() -> wire(kinds.proto3, json, JsonRules.USUAL))
                .isInstanceOfSatisfying(
                        JsonFault.class, fault -> assertThat(fault.spots()).hasSize(20));
        assertThat(wire(kinds.proto3, json, new JsonRules(true, false, false)).length())
                .isZero();
    }

    @Test
    @DisplayName("proto2: groups, extensions, fields that are required, presence of zero")
    void proto2() {
        String json =
                "{\"int32One\":0,\"cluster\":{\"inner\":0},\"clusters\":[{},{\"inner\":1}],\"[every.proto2.ext_number]\":\"-7\","
                        + "\"[every.proto2.ext_texts]\":[\"a\"]}";
        assertThat(back(kinds.proto2, json)).isEqualTo(json);
        refused(kinds.proto2, "{\"needy\":{}}").hasMessage("/needy lacks the required field needed");
        refused(kinds.proto2, "{\"needy\":{\"needed\":null}}").hasMessageContaining("must not be null");
        refused(kinds.proto2, "{\"[every.editions.ext_number]\":1}").hasMessageContaining("is not a field");
    }

    @Test
    @DisplayName("editions: delimited messages, closed enums, presence by field")
    void edition() {
        String json = "{\"int32One\":0,\"framed\":{\"shut\":\"SHUT_RED\"},\"frames\":[{}],\"needy\":{\"needed\":0}}";
        assertThat(Oracle.tree(back(kinds.edition, json))).isEqualTo(Oracle.tree(json));
        assertThat(back(kinds.edition, "{\"int32Implicit\":0}")).isEqualTo("{}");
        refused(kinds.edition, "{\"shut\":2}").hasMessageContaining("every.editions.Shut");
    }

    @Test
    @DisplayName("GR-20: names are written as wanted and read in both forms; defaults are written when wanted")
    void names() {
        var rules = new JsonRules(false, true, true);
        Buffer wire = wire(kinds.proto3, "{\"string_one\":\"a\",\"odd-näme\":\"b\"}", JsonRules.USUAL);
        assertThat(codecs.of(kinds.proto3).toJson(wire, JsonRules.USUAL, MOST).toString())
                .isEqualTo("{\"stringOne\":\"a\",\"odd-näme\":\"b\"}");
        assertThat(codecs.of(kinds.proto3).toJson(wire, rules, MOST).toString())
                .contains(
                        "\"string_one\":\"a\"",
                        "\"odd_name\":\"b\"",
                        "\"int64_one\":\"0\"",
                        "\"hue_one\":\"HUE_NONE\"",
                        "\"by_int32\":{}",
                        "\"double_one\":0.0")
                .doesNotContain("optional", "child_message\"");
    }

    @Test
    @DisplayName("messages may nest 100 deep, in JSON and on the wire")
    void depth() throws IOException {
        String deep = "{\"childMessage\":".repeat(100) + "{}" + "}".repeat(100);
        assertThat(back(deep)).isEqualTo(deep);
        refused(kinds.proto3, "{\"childMessage\":" + deep + "}").hasMessageContaining("deeper than 100");
        refused(kinds.proto3, "{\"valueMessage\":" + "[".repeat(500) + "]".repeat(500) + "}")
                .hasMessageContaining("deeper than 100");
        refused(kinds.proto3, "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")
                .hasMessageContaining("is not JSON");
        DynamicMessage nested = oracle.parse(kinds.proto3, deep, false);
        byte[] deeper = DynamicMessage.newBuilder(kinds.proto3)
                .setField(kinds.proto3.findFieldByName("child_message"), nested)
                .build()
                .toByteArray();
        assertThatThrownBy(() -> codecs.of(kinds.proto3).toJson(Buffer.buffer(deeper), JsonRules.USUAL, MOST))
                .isInstanceOf(WireFault.class)
                .hasMessageContaining("deeper than 100");
    }

    @Test
    @DisplayName("neither side grows beyond what the caller allows")
    void sizes() {
        String json = "{\"doubleMany\":[" + "0,".repeat(999) + "0]}";
        assertThat(wire(kinds.proto3, json, JsonRules.USUAL).length()).isEqualTo(8003);
        assertThat(codecs.of(kinds.proto3)
                        .toWire(Buffer.buffer(json), JsonRules.USUAL, 8003)
                        .length())
                .isEqualTo(8003);
        assertThatThrownBy(() -> codecs.of(kinds.proto3).toWire(Buffer.buffer(json), JsonRules.USUAL, 8002))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("more than 8002 bytes");
        Buffer wire = wire(kinds.proto3, json, JsonRules.USUAL);
        int length = codecs.of(kinds.proto3).toJson(wire, JsonRules.USUAL, MOST).length();
        assertThat(codecs.of(kinds.proto3).toJson(wire, JsonRules.USUAL, length).length())
                .isEqualTo(length);
        assertThatThrownBy(() -> codecs.of(kinds.proto3).toJson(wire, JsonRules.USUAL, length - 1))
                .isInstanceOfSatisfying(
                        WireFault.class, fault -> assertThat(fault.tooLarge()).isTrue());
    }

    @Test
    @DisplayName("bytes that are no JSON text are refused")
    void notText() {
        for (byte[] bytes : new byte[][] {
            {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'},
            {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            {0, '{', 0, '}'},
            {'{', 0, '}', 0},
            {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0}
        }) {
            assertThatThrownBy(() -> codecs.of(kinds.proto3).toWire(Buffer.buffer(bytes), JsonRules.USUAL, MOST))
                    .isInstanceOf(JsonFault.class)
                    .hasMessageContaining("UTF-8");
        }
    }
}
