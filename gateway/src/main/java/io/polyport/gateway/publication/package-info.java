/** Publications as they are configured: what is published under which base path, and how callers say who they are there. */
package io.polyport.gateway.publication;
