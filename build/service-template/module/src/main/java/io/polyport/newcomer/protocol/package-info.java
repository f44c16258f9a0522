/** The protocol itself: the only package that knows how the far server is spoken with. */
package io.polyport.newcomer.protocol;
