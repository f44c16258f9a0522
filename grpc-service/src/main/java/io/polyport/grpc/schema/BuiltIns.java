package io.polyport.grpc.schema;

import com.google.api.AnnotationsProto;
import com.google.api.AuthProto;
import com.google.api.BackendProto;
import com.google.api.BillingProto;
import com.google.api.ClientProto;
import com.google.api.ConfigChangeProto;
import com.google.api.ConsumerProto;
import com.google.api.ContextProto;
import com.google.api.ControlProto;
import com.google.api.DistributionProto;
import com.google.api.DocumentationProto;
import com.google.api.EndpointProto;
import com.google.api.ErrorReasonProto;
import com.google.api.FieldBehaviorProto;
import com.google.api.FieldInfoProto;
import com.google.api.HttpBodyProto;
import com.google.api.LabelProto;
import com.google.api.LaunchStageProto;
import com.google.api.LogProto;
import com.google.api.LoggingProto;
import com.google.api.MetricProto;
import com.google.api.MonitoredResourceProto;
import com.google.api.MonitoringProto;
import com.google.api.PolicyProto;
import com.google.api.QuotaProto;
import com.google.api.ResourceProto;
import com.google.api.RoutingProto;
import com.google.api.ServiceProto;
import com.google.api.SourceInfoProto;
import com.google.api.SystemParameterProto;
import com.google.api.UsageProto;
import com.google.api.VisibilityProto;
import com.google.apps.card.v1.CardProto;
import com.google.cloud.ExtendedOperationsProto;
import com.google.cloud.audit.AuditLogProto;
import com.google.cloud.location.LocationsProto;
import com.google.geo.type.ViewportProto;
import com.google.logging.type.HttpRequestProto;
import com.google.logging.type.LogSeverityProto;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import com.google.rpc.CodeProto;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import com.google.rpc.context.AttributeContextProto;
import com.google.rpc.context.AuditContextProto;
import com.google.shopping.type.TypesProto;
import com.google.type.CalendarPeriodProto;
import com.google.type.ColorProto;
import com.google.type.DateProto;
import com.google.type.DateTimeProto;
import com.google.type.DayOfWeekProto;
import com.google.type.DecimalProto;
import com.google.type.ExprProto;
import com.google.type.FractionProto;
import com.google.type.IntervalProto;
import com.google.type.LatLngProto;
import com.google.type.LocalizedTextProto;
import com.google.type.MoneyProto;
import com.google.type.MonthProto;
import com.google.type.PhoneNumberProto;
import com.google.type.PostalAddressProto;
import com.google.type.QuaternionProto;
import com.google.type.TimeOfDayProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files that every schema has, so that nobody needs to give them: all .proto files that come with protobuf-java and
 * proto-google-common-protos. A file that somebody gives under one of these names is not used.
 */
final class BuiltIns {
    private BuiltIns() {}

    /** By name, sorted. The first call takes some tenths of a second. */
    static Map<String, FileDescriptor> files() {
        return Files.BY_NAME;
    }

    static boolean has(String name) {
        return Files.BY_NAME.containsKey(name);
    }

    /** Adds {@link #options} to a registry. */
    static void register(ExtensionRegistry registry) {
        AnnotationsProto.registerAllExtensions(registry);
        ClientProto.registerAllExtensions(registry);
        ExtendedOperationsProto.registerAllExtensions(registry);
        FieldBehaviorProto.registerAllExtensions(registry);
        FieldInfoProto.registerAllExtensions(registry);
        JavaFeaturesProto.registerAllExtensions(registry);
        OperationsProto.registerAllExtensions(registry);
        PolicyProto.registerAllExtensions(registry);
        ResourceProto.registerAllExtensions(registry);
        RoutingProto.registerAllExtensions(registry);
        VisibilityProto.registerAllExtensions(registry);
    }

    /** Their extensions, which are what options of files can be, such as google.api.http. */
    static ExtensionRegistry options() {
        return Files.OPTIONS;
    }

    /** The name of the file that has this symbol at its top level. */
    static Optional<String> definer(String symbol) {
        return Optional.ofNullable(Files.DEFINERS.get(symbol));
    }

    /** Writes their texts below a folder; blocks. */
    static void unpack(Path folder) throws IOException {
        for (String name : Files.BY_NAME.keySet()) {
            Path file = folder.resolve(name);
            java.nio.file.Files.createDirectories(file.getParent());
            try (InputStream text = FileDescriptor.class.getClassLoader().getResourceAsStream(name)) {
                if (text == null) {
                    throw new IOException(name + " is not on the class path");
                }
                java.nio.file.Files.copy(text, file);
            }
        }
    }

    private static final class Files {
        static final Map<String, FileDescriptor> BY_NAME = byName();
        static final Map<String, String> DEFINERS = definers();
        static final ExtensionRegistry OPTIONS = optionsOf();

        private static Map<String, String> definers() {
            var definers = new HashMap<String, String>();
            BY_NAME.forEach((name, file) -> {
                file.getMessageTypes().forEach(one -> definers.put(one.getFullName(), name));
                file.getEnumTypes().forEach(one -> definers.put(one.getFullName(), name));
                file.getServices().forEach(one -> definers.put(one.getFullName(), name));
                file.getExtensions().forEach(one -> definers.put(one.getFullName(), name));
            });
            return definers;
        }

        /** Of the generated classes, so that they are found by the constants that those have. */
        private static ExtensionRegistry optionsOf() {
            var registry = ExtensionRegistry.newInstance();
            register(registry);
            return registry.getUnmodifiable();
        }

        private static Map<String, FileDescriptor> byName() {
            var files = new TreeMap<String, FileDescriptor>();
            all().forEach(file -> files.put(file.getName(), file));
            return java.util.Collections.unmodifiableMap(files);
        }

        private static List<FileDescriptor> all() {
            // This one first: protobuf-java 4.36 fails when java_features.proto is touched before it.
            FileDescriptor first = DescriptorProtos.getDescriptor();
            return List.of(
                    first,
                    AnnotationsProto.getDescriptor(),
                    AuthProto.getDescriptor(),
                    BackendProto.getDescriptor(),
                    BillingProto.getDescriptor(),
                    ClientProto.getDescriptor(),
                    ConfigChangeProto.getDescriptor(),
                    ConsumerProto.getDescriptor(),
                    ContextProto.getDescriptor(),
                    ControlProto.getDescriptor(),
                    DistributionProto.getDescriptor(),
                    DocumentationProto.getDescriptor(),
                    EndpointProto.getDescriptor(),
                    ErrorReasonProto.getDescriptor(),
                    FieldBehaviorProto.getDescriptor(),
                    FieldInfoProto.getDescriptor(),
                    com.google.api.HttpProto.getDescriptor(),
                    HttpBodyProto.getDescriptor(),
                    LabelProto.getDescriptor(),
                    LaunchStageProto.getDescriptor(),
                    LogProto.getDescriptor(),
                    LoggingProto.getDescriptor(),
                    MetricProto.getDescriptor(),
                    MonitoredResourceProto.getDescriptor(),
                    MonitoringProto.getDescriptor(),
                    PolicyProto.getDescriptor(),
                    QuotaProto.getDescriptor(),
                    ResourceProto.getDescriptor(),
                    RoutingProto.getDescriptor(),
                    ServiceProto.getDescriptor(),
                    SourceInfoProto.getDescriptor(),
                    SystemParameterProto.getDescriptor(),
                    UsageProto.getDescriptor(),
                    VisibilityProto.getDescriptor(),
                    CardProto.getDescriptor(),
                    AuditLogProto.getDescriptor(),
                    ExtendedOperationsProto.getDescriptor(),
                    LocationsProto.getDescriptor(),
                    ViewportProto.getDescriptor(),
                    HttpRequestProto.getDescriptor(),
                    LogSeverityProto.getDescriptor(),
                    OperationsProto.getDescriptor(),
                    AnyProto.getDescriptor(),
                    ApiProto.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    JavaFeaturesProto.getDescriptor(),
                    SourceContextProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    TypeProto.getDescriptor(),
                    WrappersProto.getDescriptor(),
                    CodeProto.getDescriptor(),
                    AttributeContextProto.getDescriptor(),
                    AuditContextProto.getDescriptor(),
                    ErrorDetailsProto.getDescriptor(),
                    com.google.rpc.HttpProto.getDescriptor(),
                    StatusProto.getDescriptor(),
                    TypesProto.getDescriptor(),
                    CalendarPeriodProto.getDescriptor(),
                    ColorProto.getDescriptor(),
                    DateProto.getDescriptor(),
                    DateTimeProto.getDescriptor(),
                    DayOfWeekProto.getDescriptor(),
                    DecimalProto.getDescriptor(),
                    ExprProto.getDescriptor(),
                    FractionProto.getDescriptor(),
                    IntervalProto.getDescriptor(),
                    LatLngProto.getDescriptor(),
                    LocalizedTextProto.getDescriptor(),
                    MoneyProto.getDescriptor(),
                    MonthProto.getDescriptor(),
                    PhoneNumberProto.getDescriptor(),
                    PostalAddressProto.getDescriptor(),
                    QuaternionProto.getDescriptor(),
                    TimeOfDayProto.getDescriptor());
        }
    }
}
