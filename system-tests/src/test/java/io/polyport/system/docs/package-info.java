/** The pages that are written by the code: docs/problems.md and docs/configuration.md. */
package io.polyport.system.docs;
