/** Users with passwords (GW-13): their file, their hashes, and what keeps guessing slow. */
package io.polyport.gateway.password;
