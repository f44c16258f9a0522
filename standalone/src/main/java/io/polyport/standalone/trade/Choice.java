package io.polyport.standalone.trade;

/** A value of an enumeration, for properties of several types: in others its name alone is enough. */
record Choice(String enumeration, String value) {}
