package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeNames;
import io.polyport.ftp.files.NamePattern;

/** Which names of a listing may become names on our side. */
final class Wanted {
    private Wanted() {}

    /** Our own spare files are no one's, and a name that is none here can't be taken. */
    static boolean fits(NamePattern pattern, String name) {
        return pattern.matches(name) && ExchangeNames.isName(name) && ExchangeNames.hasRoom(name);
    }
}
