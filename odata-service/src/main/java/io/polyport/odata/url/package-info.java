/** Text of a URL to a syntax tree, without knowing what the model has. */
package io.polyport.odata.url;
