/** Who is called what on the bus. */
package io.polyport.kit.address;
