/** The YAML files in which a model is written, and all that can be wrong with them. */
package io.polyport.odata.model.yaml;
