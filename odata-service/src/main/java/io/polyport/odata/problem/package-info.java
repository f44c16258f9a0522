/** What can go wrong in an OData request, with the inner codes of 1C:Enterprise. */
package io.polyport.odata.problem;
