/** Statements of the plan to SQL text of a dialect, with all values bound. */
package io.polyport.odata.sql;
