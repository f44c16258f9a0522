package io.polyport.system.grpc;

import io.vertx.core.json.JsonObject;

/** The schema of {@link BinPeer}, in two files of which one imports the other. */
final class BinProtos {
    static final String MAIN = """
            syntax = "proto3";
            package grpcbin;
            import "my_types.proto";

            service GRPCBin {
              // What there is.
              rpc Index(EmptyMessage) returns (IndexReply);
              rpc Empty(EmptyMessage) returns (EmptyMessage);
              rpc DummyUnary(DummyMessage) returns (DummyMessage);
              rpc DummyServerStream(DummyMessage) returns (stream DummyMessage);
              rpc DummyClientStream(stream DummyMessage) returns (DummyMessage);
              rpc DummyBidirectionalStreamStream(stream DummyMessage) returns (stream DummyMessage);
              rpc SpecificError(SpecificErrorRequest) returns (EmptyMessage);
              rpc HeadersUnary(EmptyMessage) returns (HeadersMessage);
            }

            message HeadersMessage {
              message Values { repeated string values = 1; }
              map<string, Values> Metadata = 1;
            }
            message SpecificErrorRequest { uint32 code = 1; string reason = 2; }
            message EmptyMessage {}
            message IndexReply {
              message Endpoint { string path = 1; string description = 2; }
              string description = 1;
              repeated Endpoint endpoints = 2;
            }
            message DummyMessage {
              string f_string = 1;
              repeated string f_strings = 2;
              int32 f_int32 = 3;
              repeated int32 f_int32s = 4;
              Enum f_enum = 5;
              repeated Enum f_enums = 6;
              Sub f_sub = 7;
              repeated Sub f_subs = 8;
              bool f_bool = 9;
              repeated bool f_bools = 10;
              int64 f_int64 = 11;
              repeated int64 f_int64s = 12;
              bytes f_bytes = 13;
              repeated bytes f_bytess = 14;
              float f_float = 15;
              repeated float f_floats = 16;
            }
            """;

    static final String TYPES = """
            syntax = "proto3";
            package grpcbin;

            enum Enum { ENUM_0 = 0; ENUM_1 = 1; ENUM_2 = 2; }
            message Sub { string f_string = 1; }
            """;

    private BinProtos() {}

    static JsonObject texts() {
        return new JsonObject().put("main.proto", MAIN).put("my_types.proto", TYPES);
    }
}
