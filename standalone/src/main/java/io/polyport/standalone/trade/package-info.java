/** The demo publication: the model of a small trade, and a database of three years of its life that is always the same. */
package io.polyport.standalone.trade;
