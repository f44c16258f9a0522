/** What a request means on a model: the statements to run, and how their rows are to be shown. */
package io.polyport.odata.plan;
