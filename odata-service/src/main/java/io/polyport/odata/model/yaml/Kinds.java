package io.polyport.odata.model.yaml;

import io.polyport.odata.model.ObjectKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Under which key of a file the objects of each kind stand. */
final class Kinds {
    /** In the order in which objects stand in the model. */
    static final Map<String, ObjectKind> BY_KEY = new LinkedHashMap<>();

    static {
        BY_KEY.put("constants", ObjectKind.CONSTANT);
        BY_KEY.put("catalogs", ObjectKind.CATALOG);
        BY_KEY.put("charts-of-characteristic-types", ObjectKind.CHART_OF_CHARACTERISTIC_TYPES);
        BY_KEY.put("charts-of-accounts", ObjectKind.CHART_OF_ACCOUNTS);
        BY_KEY.put("charts-of-calculation-types", ObjectKind.CHART_OF_CALCULATION_TYPES);
        BY_KEY.put("exchange-plans", ObjectKind.EXCHANGE_PLAN);
        BY_KEY.put("documents", ObjectKind.DOCUMENT);
        BY_KEY.put("business-processes", ObjectKind.BUSINESS_PROCESS);
        BY_KEY.put("tasks", ObjectKind.TASK);
        BY_KEY.put("information-registers", ObjectKind.INFORMATION_REGISTER);
        BY_KEY.put("accumulation-registers", ObjectKind.ACCUMULATION_REGISTER);
        BY_KEY.put("accounting-registers", ObjectKind.ACCOUNTING_REGISTER);
        BY_KEY.put("calculation-registers", ObjectKind.CALCULATION_REGISTER);
        BY_KEY.put("journals", ObjectKind.DOCUMENT_JOURNAL);
    }

    private Kinds() {}
}
