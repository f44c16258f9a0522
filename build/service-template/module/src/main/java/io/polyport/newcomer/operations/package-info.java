/** What the service can do, in its own words: a method per operation of the contract. */
package io.polyport.newcomer.operations;
