/** What a publication shows: the objects of the application with their properties, and where each is stored. */
package io.polyport.odata.model;
