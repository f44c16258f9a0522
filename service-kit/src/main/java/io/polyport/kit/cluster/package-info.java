/**
 * The event bus between processes: mutual TLS on the bus' own connections and on the cluster engine's, quick detection of
 * lost nodes, and registrations that come back when a split network heals.
 */
package io.polyport.kit.cluster;
