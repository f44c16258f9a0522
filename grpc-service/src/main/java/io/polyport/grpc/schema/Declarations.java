package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.Collection;

/** How many things files declare: each becomes some objects, whose memory has little to do with the bytes of its text. */
final class Declarations {
    private Declarations() {}

    static long count(Collection<FileDescriptorProto> files) {
        return files.stream().mapToLong(Declarations::of).sum();
    }

    private static long of(FileDescriptorProto file) {
        long count = 1L + file.getDependencyCount() + file.getExtensionCount();
        for (DescriptorProto type : file.getMessageTypeList()) {
            count += of(type);
        }
        for (EnumDescriptorProto type : file.getEnumTypeList()) {
            count += of(type);
        }
        for (ServiceDescriptorProto service : file.getServiceList()) {
            count += 1L + service.getMethodCount();
        }
        return count;
    }

    private static long of(DescriptorProto type) {
        long count = 1L
                + type.getFieldCount()
                + type.getExtensionCount()
                + type.getOneofDeclCount()
                + type.getExtensionRangeCount()
                + type.getReservedRangeCount()
                + type.getReservedNameCount();
        for (DescriptorProto nested : type.getNestedTypeList()) {
            count += of(nested);
        }
        for (EnumDescriptorProto nested : type.getEnumTypeList()) {
            count += of(nested);
        }
        return count;
    }

    private static long of(EnumDescriptorProto type) {
        return 1L + type.getValueCount() + type.getReservedRangeCount() + type.getReservedNameCount();
    }
}
