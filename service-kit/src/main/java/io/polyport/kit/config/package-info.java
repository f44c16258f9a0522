/** Strict configuration: YAML and environment into records, every fault at once. Nothing here knows a single key. */
package io.polyport.kit.config;
