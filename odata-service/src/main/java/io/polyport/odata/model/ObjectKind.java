package io.polyport.odata.model;

/** The kinds of objects that the standard OData interface shows, each with its prefix in resource names (OD-1, seed 003 17.2.1.4). */
public enum ObjectKind {
    CATALOG("Catalog", true),
    DOCUMENT("Document", true),
    DOCUMENT_JOURNAL("DocumentJournal", false),
    CONSTANT("Constant", false),
    EXCHANGE_PLAN("ExchangePlan", true),
    CHART_OF_ACCOUNTS("ChartOfAccounts", true),
    CHART_OF_CALCULATION_TYPES("ChartOfCalculationTypes", true),
    CHART_OF_CHARACTERISTIC_TYPES("ChartOfCharacteristicTypes", true),
    INFORMATION_REGISTER("InformationRegister", false),
    ACCUMULATION_REGISTER("AccumulationRegister", false),
    CALCULATION_REGISTER("CalculationRegister", false),
    ACCOUNTING_REGISTER("AccountingRegister", false),
    BUSINESS_PROCESS("BusinessProcess", true),
    TASK("Task", true);

    private final String prefix;
    private final boolean referable;

    ObjectKind(String prefix, boolean referable) {
        this.prefix = prefix;
        this.referable = referable;
    }

    /** What stands before the object's name in resource names, without the underscore. */
    public String prefix() {
        return prefix;
    }

    /** Whether other objects can refer to objects of this kind by a key of their own. */
    public boolean isReferable() {
        return referable;
    }

    public boolean isRegister() {
        return switch (this) {
            case INFORMATION_REGISTER, ACCUMULATION_REGISTER, CALCULATION_REGISTER, ACCOUNTING_REGISTER -> true;
            default -> false;
        };
    }
}
