/** Large and many transfers through programs with little memory: the same bytes, bounded memory, whoever is slow. */
package io.polyport.system.transfers;
