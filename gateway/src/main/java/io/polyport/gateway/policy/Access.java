package io.polyport.gateway.policy;

/** Whether an operation only looks, or changes something. */
public enum Access {
    READ,
    WRITE
}
