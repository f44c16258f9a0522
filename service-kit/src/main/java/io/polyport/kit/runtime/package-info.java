/** From main to exit: arguments, logs, start in order, management port, drain in reverse order. Knows no protocol. */
package io.polyport.kit.runtime;
