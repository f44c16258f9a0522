package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether everything in a file has a name that protoc would take. Descriptors from elsewhere can have any, protobuf-java
 * looks at few of them, and names end up in texts, paths and documents.
 */
final class SymbolNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,499}");
    private static final Pattern PACKAGE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*)?");
    private static final Pattern TYPE = Pattern.compile("\\.?[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
    private static final Pattern FILE = Pattern.compile("[^\\x00-\\x1F\\x7F\"'\\\\]{1,1000}");
    private static final int LONGEST = 100;

    private String wrong;

    private SymbolNames() {}

    static boolean isFileName(String name) {
        return FILE.matcher(name).matches();
    }

    /** What is wrong with the first name that is; empty: nothing. */
    static Optional<String> fault(FileDescriptorProto file) {
        var names = new SymbolNames();
        names.check(PACKAGE, file.getPackage());
        file.getDependencyList().forEach(one -> names.check(FILE, one));
        file.getOptionDependencyList().forEach(one -> names.check(FILE, one));
        file.getMessageTypeList().forEach(names::check);
        file.getEnumTypeList().forEach(names::check);
        names.checkFields(file.getExtensionList());
        file.getServiceList().forEach(service -> {
            names.check(NAME, service.getName());
            service.getMethodList().forEach(method -> {
                names.check(NAME, method.getName());
                names.check(TYPE, method.getInputType());
                names.check(TYPE, method.getOutputType());
            });
        });
        return Optional.ofNullable(names.wrong);
    }

    private void check(Pattern form, String name) {
        if (wrong == null && !form.matcher(name).matches()) {
            String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
            wrong = "has something with the name '" + shown.replaceAll("\\p{Cntrl}", "?") + "', which nothing may have";
        }
    }

    private void check(DescriptorProto type) {
        check(NAME, type.getName());
        checkFields(type.getFieldList());
        checkFields(type.getExtensionList());
        type.getOneofDeclList().forEach(one -> check(NAME, one.getName()));
        type.getEnumTypeList().forEach(this::check);
        type.getNestedTypeList().forEach(this::check);
    }

    private void check(EnumDescriptorProto type) {
        check(NAME, type.getName());
        type.getValueList().forEach(value -> check(NAME, value.getName()));
    }

    private void checkFields(List<FieldDescriptorProto> fields) {
        for (FieldDescriptorProto field : fields) {
            check(NAME, field.getName());
            if (field.hasTypeName()) {
                check(TYPE, field.getTypeName());
            }
            if (field.hasExtendee()) {
                check(TYPE, field.getExtendee());
            }
        }
    }
}
