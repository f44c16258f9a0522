/** Whether the recipe for a new service holds what it promises. */
package io.polyport.system.recipe;
