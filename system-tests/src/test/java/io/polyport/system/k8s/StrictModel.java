package io.polyport.system.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads manifests as strictly as the API server with {@code --validate=strict}: an unknown field, a field twice, or a
 * number where a text has to stand is refused, and so is a kind of object that is not expected here at all.
 */
final class StrictModel {
    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .annotationIntrospector(new WithoutAnyOtherField())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private StrictModel() {}

    /** The model's classes keep fields that they don't know in a map of others; without it there are no others. */
    private static final class WithoutAnyOtherField extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
            return false;
        }
    }

    /** Fails with Jackson's exception, which names the field and its path. */
    static List<HasMetadata> read(String documents) {
        var objects = new ArrayList<HasMetadata>();
        try (var values = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(documents)) {
            while (values.hasNext()) {
                var document = values.next();
                objects.add(MAPPER.treeToValue(document, type(document)));
            }
        }
        return List.copyOf(objects);
    }

    private static Class<? extends HasMetadata> type(JsonNode document) {
        var name = document.path("apiVersion").asString() + " "
                + document.path("kind").asString();
        return switch (name) {
            case "v1 Namespace" -> Namespace.class;
            case "v1 ServiceAccount" -> ServiceAccount.class;
            case "v1 ConfigMap" -> ConfigMap.class;
            case "v1 Secret" -> Secret.class;
            case "v1 Service" -> Service.class;
            case "apps/v1 Deployment" -> Deployment.class;
            case "networking.k8s.io/v1 NetworkPolicy" -> NetworkPolicy.class;
            case "policy/v1 PodDisruptionBudget" -> PodDisruptionBudget.class;
            default -> throw new IllegalArgumentException("nothing of the kind " + name + " is expected here");
        };
    }
}
