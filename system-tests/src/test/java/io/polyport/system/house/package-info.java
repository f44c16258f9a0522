/** The built programs as processes on one machine, for tests that look at the whole house from outside. */
package io.polyport.system.house;
