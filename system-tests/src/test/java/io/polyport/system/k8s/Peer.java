package io.polyport.system.k8s;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;

/** Something that sends or gets packets: a pod somewhere in the cluster, or an address outside of it. */
sealed interface Peer {
    String address();

    /**
     * @param home whether it is in Polyport's namespace, to which alone Polyport's policies apply
     * @param address policies by address may fit pods too, depending on the network plugin: assumed to, as the worse case
     */
    record Pod(boolean home, Map<String, String> namespaceLabels, Map<String, String> labels, String address)
            implements Peer {
        static Pod of(Namespace namespace, Deployment deployment, String address) {
            return new Pod(true, namespace.getMetadata().getLabels(), Manifests.podLabels(deployment), address);
        }
    }

    record Outside(String address) implements Peer {}
}
