package io.polyport.odata.url;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;

/** Holds one text to the limits (OD-65) and counts what it has used of them. */
final class Guard {
    private final Limits limits;
    private int nodes;

    Guard(Limits limits) {
        this.limits = limits;
    }

    static void url(int length, Limits limits) {
        if (length > limits.urlLength()) {
            throw new ODataException(
                    InnerCode.BAD_URL,
                    414,
                    "В адресе " + length + " символов, а odata.limits.url-length допускает " + limits.urlLength()
                            + "; сделайте его короче или разбейте запрос на несколько.",
                    "The URL has " + length + " characters, and odata.limits.url-length allows " + limits.urlLength()
                            + "; make it shorter, or send several requests.");
        }
    }

    /** One more operator, function, name or value. */
    void node() {
        if (++nodes > limits.nodes()) {
            throw refused(
                    "nodes",
                    limits.nodes(),
                    "операций, функций, имён и значений в одном выражении; разбейте запрос на несколько",
                    "operators, functions, names and values in one expression; send several requests");
        }
    }

    void nesting(int depth) {
        if (depth > limits.nesting()) {
            throw refused(
                    "nesting",
                    limits.nesting(),
                    "уровней вложенности выражения; уберите лишние скобки или разбейте запрос",
                    "levels of an expression; leave out needless parentheses, or split the request");
        }
    }

    void paths(int count) {
        if (count > limits.paths()) {
            throw refused(
                    "paths",
                    limits.paths(),
                    "путей в одной опции; оставьте нужные или запросите *",
                    "paths in one option; leave out some, or ask for *");
        }
    }

    void levels(int names) {
        if (names > limits.levels()) {
            throw refused(
                    "levels",
                    limits.levels(),
                    "имён в одном пути; начните с объекта, который ближе",
                    "names in one path; begin at an object that is nearer");
        }
    }

    void template(int length) {
        if (length > limits.template()) {
            throw refused(
                    "template",
                    limits.template(),
                    "символов в шаблоне like; сделайте его короче",
                    "characters in a template of like; make it shorter");
        }
    }

    private static ODataException refused(String key, int most, String russian, String english) {
        return new ODataException(
                InnerCode.BAD_OPTION,
                "Ограничение odata.limits." + key + " допускает не больше " + most + " " + russian + ".",
                "The limit odata.limits." + key + " allows at most " + most + " " + english + ".");
    }
}
