package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;

/** What of a file's source info is worth its memory: the comments, which descriptions are made of. */
final class Comments {
    private Comments() {}

    static FileDescriptorProto only(FileDescriptorProto file) {
        if (!file.hasSourceCodeInfo()) {
            return file;
        }
        var kept = SourceCodeInfo.newBuilder();
        for (SourceCodeInfo.Location location : file.getSourceCodeInfo().getLocationList()) {
            if (location.hasLeadingComments() || location.hasTrailingComments()) {
                var slim = SourceCodeInfo.Location.newBuilder().addAllPath(location.getPathList());
                if (location.hasLeadingComments()) {
                    slim.setLeadingComments(location.getLeadingComments());
                }
                if (location.hasTrailingComments()) {
                    slim.setTrailingComments(location.getTrailingComments());
                }
                kept.addLocation(slim);
            }
        }
        return file.toBuilder().setSourceCodeInfo(kept).build();
    }
}
