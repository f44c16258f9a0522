/** The one form in which anything goes wrong: RFC 9457 problems with a stable code. No exception's text crosses the bus. */
package io.polyport.kit.problem;
