/** Where the house may connect to: ad-hoc targets are checked by address, and exactly the checked address is used. */
package io.polyport.kit.egress;
