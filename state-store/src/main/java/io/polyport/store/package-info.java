/** Small durable records for state that must outlive a process, and claims that give a record to one worker at a time. */
package io.polyport.store;
