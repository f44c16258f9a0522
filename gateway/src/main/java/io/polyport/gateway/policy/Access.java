package io.polyport.gateway.policy;

/** What an operation does to the far server. */
public enum Access {
    /** It only looks. */
    READ,
    /** It changes something. */
    WRITE,
    /** It passes on what the caller says, whatever that does: neither reading nor writing gives this right. */
    COMMAND
}
