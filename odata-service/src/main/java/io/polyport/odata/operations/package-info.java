/** What callers can do: a request in, an answer out. */
package io.polyport.odata.operations;
