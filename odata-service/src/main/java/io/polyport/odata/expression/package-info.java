/** Binds an expression's text to the properties of a model: what it means, of which type, and what it may cost. */
package io.polyport.odata.expression;
