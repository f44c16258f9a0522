/** Calls over the event bus: addresses, sealed envelopes, acknowledgement, announcement, the table of operations. */
package io.polyport.kit.bus;
