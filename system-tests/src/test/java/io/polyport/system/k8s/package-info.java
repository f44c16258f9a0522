/** What is deployed, held against the Kubernetes API's model, the rules of its security, and the programs' own readers. */
package io.polyport.system.k8s;
