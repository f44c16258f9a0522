/** Text that callers write, in the one form in which it is compared. */
package io.polyport.gateway.text;
