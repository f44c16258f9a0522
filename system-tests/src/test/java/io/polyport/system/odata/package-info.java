/** OData through the gateway: real clients' requests, real databases. */
package io.polyport.system.odata;
