/** Path to service and operation, from the contracts that live services have announced. */
package io.polyport.gateway.route;
