/** Greetings from a server that speaks in lines; {@code NewComerService} is the program, {@code NewComerPart} its contents. */
package io.polyport.newcomer;
