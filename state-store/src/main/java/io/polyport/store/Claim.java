package io.polyport.store;

/**
 * The right to work on a record until it runs out. Who has it may be frozen and wake up later: every write says the
 * claim, and one that is not the latest is refused.
 *
 * @param holder unique to this claim
 * @param fence rises with every claim to the record
 */
public record Claim(String id, String holder, long fence) {}
