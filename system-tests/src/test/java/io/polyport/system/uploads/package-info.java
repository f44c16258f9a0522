/** Uploads whose caller, service or server is cut off at any moment. */
package io.polyport.system.uploads;
