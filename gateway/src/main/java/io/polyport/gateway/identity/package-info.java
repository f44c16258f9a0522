/**
 * From an {@code Authorization} header to a principal: strict reading of tokens, keys of issuers, making of tokens. Knows
 * no routes and no policies; never fetches from an address that a token names.
 */
package io.polyport.gateway.identity;
