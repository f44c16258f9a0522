package io.polyport.ftp.listing;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of months as {@code ls} writes them in the languages that servers are found to speak. */
final class Months {
    private static final int NONE = -1;
    private static final int LONGEST = 24;
    private static final Map<String, Integer> BY_NAME = byName(
            "jan,january,янв,января,январь,січ,янв,ene,janv,januar,sty,gen,jän",
            "feb,february,фев,февр,февраля,февраль,лют,fév,févr,februar,lut,fevr",
            "mar,march,мар,марта,март,бер,mär,mrz,mars,märz,maerz",
            "apr,april,апр,апреля,апрель,кві,квіт,abr,avr,avril,kwi",
            "may,май,мая,тра,трав,mai,maj,mag",
            "jun,june,июн,июня,июнь,чер,черв,juin,juni,cze,giu",
            "jul,july,июл,июля,июль,лип,juil,juli,lip,lug",
            "aug,august,авг,августа,август,сер,серп,ago,août,aou,aoû,sie",
            "sep,sept,september,сен,сент,сентября,сентябрь,вер,вер,set,wrz",
            "oct,october,окт,октября,октябрь,жов,жовт,okt,paź,ott",
            "nov,november,ноя,нояб,ноября,ноябрь,лис,лист,listop",
            "dec,december,дек,декабря,декабрь,гру,груд,dez,dic,déc,gru");

    private Months() {}

    private static Map<String, Integer> byName(String... months) {
        var map = new HashMap<String, Integer>();
        for (int month = 0; month < months.length; month++) {
            for (String name : months[month].split(",", -1)) {
                map.put(name, month + 1);
            }
        }
        return Map.copyOf(map);
    }

    /** 1 to 12, or -1 when the token is no month that is known. */
    static int find(Tokens tokens, int token, Charset charset) {
        int length = tokens.length(token);
        if (length < 3 || length > LONGEST) {
            return NONE;
        }
        int first = tokens.at(token, 0);
        if (first >= '0' && first <= '9') {
            return NONE;
        }
        if (length == 3 && first > 0) {
            int english = english(tokens, token);
            if (english > 0) {
                return english;
            }
        }
        String name = tokens.text(token, charset).toLowerCase(Locale.ROOT);
        return BY_NAME.getOrDefault(name.endsWith(".") ? name.substring(0, name.length() - 1) : name, NONE);
    }

    /** The usual case, without making a string. */
    private static int english(Tokens tokens, int token) {
        int key = (lower(tokens, token, 0) << 16) | (lower(tokens, token, 1) << 8) | lower(tokens, token, 2);
        return switch (key) {
            case 0x6a616e -> 1; // jan
            case 0x666562 -> 2; // feb
            case 0x6d6172 -> 3; // mar
            case 0x617072 -> 4; // apr
            case 0x6d6179 -> 5; // may
            case 0x6a756e -> 6; // jun
            case 0x6a756c -> 7; // jul
            case 0x617567 -> 8; // aug
            case 0x736570 -> 9; // sep
            case 0x6f6374 -> 10; // oct
            case 0x6e6f76 -> 11; // nov
            case 0x646563 -> 12; // dec
            default -> NONE;
        };
    }

    private static int lower(Tokens tokens, int token, int index) {
        return tokens.at(token, index) | 0x20;
    }

    /** A word that stands where a month would, in a language or charset that is not known: letters only. */
    static boolean isWord(Tokens tokens, int token) {
        int length = tokens.length(token);
        for (int index = 0; index < length; index++) {
            byte each = tokens.at(token, index);
            boolean letter = each < 0 || Character.isLetter(each);
            if (!letter && !(each == '.' && index == length - 1)) {
                return false;
            }
        }
        return length >= 3 && length <= LONGEST;
    }
}
