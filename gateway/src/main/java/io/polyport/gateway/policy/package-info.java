/** Who may do what: rules that are checked before a call leaves the gateway. Knows no HTTP and no tokens. */
package io.polyport.gateway.policy;
