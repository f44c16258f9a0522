package io.polyport.gateway.policy;

/** Whether a rule also wants the scope that the service's contract names for the operation. */
public enum ScopeRule {
    /** The principal must hold the contract's scope; an operation without one needs none. */
    CONTRACT,
    /** The rule is enough by itself: for tokens whose scopes are not ours. */
    NONE
}
