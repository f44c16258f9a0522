package io.polyport.grpc.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.location.LocationsProto;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Annotations that others wrote. */
final class GoogleServicesTest {
    private static final HttpBindings BINDINGS = bindings();

    private static HttpBindings bindings() {
        List<ServiceDescriptor> services =
                new ArrayList<>(OperationsProto.getDescriptor().getServices());
        services.addAll(LocationsProto.getDescriptor().getServices());
        return HttpBindings.of(services);
    }

    private static String call(String method, String path, String query, String body) {
        BoundCall call = BINDINGS.find(method, path);
        return call.method().getName() + " " + call.request(query, false).of(Buffer.buffer(body));
    }

    @Test
    @DisplayName("GR-29: the annotations of Google's own operations and locations work")
    void operationsAndLocations() {
        assertThat(BINDINGS.faults()).isEmpty();
        assertThat(BINDINGS.all()).hasSize(8);
        assertThat(call("GET", "/v1/operations", "filter=done&pageSize=5", ""))
                .isEqualTo("ListOperations {\"name\":\"operations\",\"filter\":\"done\",\"pageSize\":5}");
        assertThat(call("GET", "/v1/operations/a/b", "", "")).isEqualTo("GetOperation {\"name\":\"operations/a/b\"}");
        assertThat(call("DELETE", "/v1/operations/a", "", "")).isEqualTo("DeleteOperation {\"name\":\"operations/a\"}");
        assertThat(call("POST", "/v1/operations/a:cancel", "", "{}"))
                .isEqualTo("CancelOperation {\"name\":\"operations/a\"}");
        assertThat(call("GET", "/v1/projects/p/locations", "page_token=t", ""))
                .isEqualTo("ListLocations {\"name\":\"projects/p\",\"pageToken\":\"t\"}");
        assertThat(call("GET", "/v1/projects/p/locations/l", "", ""))
                .isEqualTo("GetLocation {\"name\":\"projects/p/locations/l\"}");
    }
}
