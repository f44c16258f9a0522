package io.polyport.grpc.describe;

import com.google.protobuf.AnyProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import io.polyport.grpc.transcoding.ProtoSource;

/** Schemas with everything that a type can have. */
final class SchemaSamples {
    static final FileDescriptor PROTO3 = ProtoSource.link(
            """
            syntax = "proto3"; package t;
            enum Color { NONE = 0; RED = 1; BLUE = 2; }
            message Empty {}
            message Leaf { string a = 1; int32 n = 2; }
            message All {
              int32 a_int32 = 1; sint32 s32 = 2; sfixed32 sf32 = 3; uint32 u32 = 4; fixed32 f32 = 5;
              int64 i64 = 6; sint64 s64 = 7; sfixed64 sf64 = 8; uint64 u64 = 9; fixed64 f64 = 10;
              float small = 11; double wide = 12; bool flag = 13; string text = 14; bytes raw = 15; Color color = 16;
              repeated int64 longs = 17; repeated Color colors = 18; repeated All children = 19; All self = 20;
              map<string, All> by_name = 21; map<int32, string> by_int = 22; map<bool, double> by_bool = 23;
              map<uint64, bytes> by_u64 = 24; map<string, Color> color_of = 25;
              oneof pick { string left = 26; Leaf right = 27; int64 middle = 28; google.protobuf.NullValue nothing = 29; }
              oneof single { string only = 30; }
              optional int32 set = 31; optional Leaf set_leaf = 32; Empty empty = 33;
              google.protobuf.Timestamp at = 40; google.protobuf.Duration lasts = 41; google.protobuf.FieldMask mask = 42;
              google.protobuf.Struct struct = 43; google.protobuf.Value value = 44; google.protobuf.ListValue list = 45;
              google.protobuf.Any any = 46; google.protobuf.Empty no = 47; google.protobuf.DoubleValue w1 = 48;
              google.protobuf.FloatValue w2 = 49; google.protobuf.Int64Value w3 = 50; google.protobuf.UInt64Value w4 = 51;
              google.protobuf.Int32Value w5 = 52; google.protobuf.UInt32Value w6 = 53; google.protobuf.BoolValue w7 = 54;
              google.protobuf.StringValue w8 = 55; google.protobuf.BytesValue w9 = 56;
              repeated google.protobuf.Timestamp times = 57; map<string, google.protobuf.Value> values = 58;
              string renamed = 59 [json_name = "@odd name"]; string old = 60 [deprecated = true];
            }
            """,
            AnyProto.getDescriptor(),
            DurationProto.getDescriptor(),
            EmptyProto.getDescriptor(),
            FieldMaskProto.getDescriptor(),
            StructProto.getDescriptor(),
            TimestampProto.getDescriptor(),
            WrappersProto.getDescriptor());

    static final FileDescriptor PROTO2 = ProtoSource.link("""
            syntax = "proto2"; package old;
            enum Closed { FIRST = 5; SECOND = 6; }
            message Thing {
              required string name = 1; optional int32 count = 2 [default = 7]; optional uint64 big = 3 [default = 18446744073709551615];
              optional Closed closed = 4 [default = SECOND]; optional double inf = 5 [default = inf]; optional bytes raw = 6 [default = "xyz"];
              repeated group Piece = 7 { required string label = 1; optional Thing inner = 2; }
              optional string text = 8 [default = "hi"]; optional bool yes = 9 [default = true];
              extensions 100 to 200;
            }
            extend Thing { optional string more = 100; }
            """);

    private SchemaSamples() {}
}
