/** What one SQL statement says: typed terms, conditions and tables; how much it may ask for, and what is told when it may not. */
package io.polyport.odata.query;
