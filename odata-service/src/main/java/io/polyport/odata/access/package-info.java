/** Who may see which rows and properties: the model's rules, with the caller's claims in them. */
package io.polyport.odata.access;
