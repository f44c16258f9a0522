package io.polyport.kit.address;

/** Every address on the bus; no other file writes one. */
public final class Addresses {
    /** Where instances announce themselves. */
    public static final String ANNOUNCE = "announce";

    private Addresses() {}

    /** Any instance of a service; for callers that hold no registry. */
    public static String service(String name) {
        return "service." + name;
    }

    /** One instance of a service: where the gateway's calls go. */
    public static String instance(String name, String instance) {
        return "service." + name + "." + instance;
    }

    /** Where one instance hands out its contract. */
    public static String contract(String name, String instance) {
        return "contract." + name + "." + instance;
    }

    /** Where a leaving instance is told that its leave was noticed. */
    public static String farewell(String instance) {
        return "farewell." + instance;
    }

    /** Where the instances of a service say that they hold what only one of them may. */
    public static String holders(String service) {
        return "holders." + service;
    }

    /** Where one program hands out what was left with it, once. */
    public static String deposits(String purpose, String instance) {
        return "deposits." + purpose + "." + instance;
    }

    /** Stream frames for one event loop of one program. */
    public static String peer(String instance, int endpoint) {
        return "peer." + instance + "." + endpoint;
    }
}
