package io.polyport.odata.model;

import java.util.List;

/** Names that a property may have as its value. */
public record Enumeration(String name, List<Member> members) {
    /** A value with what people call it. */
    public record Member(String name, Synonym synonym) {}

    public Enumeration {
        members = List.copyOf(members);
    }
}
