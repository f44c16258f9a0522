/** The tables of a model: what they must be, what they are, and how rows get into them. */
package io.polyport.odata.schema;
