/** OData 3 as 1C:Enterprise publishes it; {@code OdataService} is the program, {@code OdataPart} its contents. */
package io.polyport.odata;
