/** Patterns that anybody may send. */
package io.polyport.kit.pattern;
