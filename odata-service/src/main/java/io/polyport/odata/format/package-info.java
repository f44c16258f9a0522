/** Rows to JSON and Atom, the model to a service document and to EDMX, and errors in both formats. */
package io.polyport.odata.format;
