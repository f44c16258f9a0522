package io.polyport.grpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.ExtensionRegistry;

/** What a connection's schema knows beyond the message at hand. It must never change. */
public interface KnownTypes {
    /** The message of this full name ({@code google.rpc.ErrorInfo}, without a dot before it), or null. */
    Descriptor find(String fullName);

    /** The extensions that JSON may name and the wire may carry. */
    ExtensionRegistry extensions();
}
