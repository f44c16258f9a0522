package io.polyport.odata.model;

import java.util.List;
import java.util.Optional;

/**
 * An object of the model: what an application's developer declares.
 *
 * @param name as in the model: {@code Товары}
 * @param presentation how one object of it is called, for documents: {@code Расход товара}
 */
public record ModelObject(
        ObjectKind kind,
        String name,
        Synonym synonym,
        Synonym presentation,
        Optional<Register> register,
        Optional<Hierarchy> hierarchy,
        Optional<Journal> journal,
        Declaration declaration) {
    /** An object of which only what is read is known. */
    public ModelObject(
            ObjectKind kind,
            String name,
            Synonym synonym,
            Synonym presentation,
            Optional<Register> register,
            Optional<Hierarchy> hierarchy,
            Optional<Journal> journal) {
        this(kind, name, synonym, presentation, register, hierarchy, journal, Declaration.NOTHING);
    }

    /** Of a catalog or chart whose elements lie in each other. */
    public enum Hierarchy {
        FOLDERS_AND_ITEMS,
        ITEMS
    }

    /**
     * @param periodicity of information registers
     * @param recorders resource names of the documents that may write it; empty for independent registers
     * @param balances whether an accumulation register has balances, not only turnovers
     * @param correspondence whether an accounting register has debit and credit in one record
     * @param extDimensions most ext dimensions of an account, for accounting registers
     * @param chart resource name of the chart of accounts or of calculation types
     * @param pairs dimensions and resources of a register with correspondence that stand in each record twice, named without
     *     the suffixes: {@code Валюта} for {@code ВалютаDr} and {@code ВалютаCr}
     * @param besides what each record's row has beside the set's properties, shown by virtual tables only: {@code
     *     ExtDimensionDr1} and {@code ExtDimensionTypeDr1}, or {@code ExtDimension1} and {@code ExtDimensionType1}
     */
    public record Register(
            Periodicity periodicity,
            List<String> recorders,
            boolean balances,
            boolean correspondence,
            int extDimensions,
            Optional<String> chart,
            List<String> pairs,
            List<Property> besides) {
        public Register(
                Periodicity periodicity,
                List<String> recorders,
                boolean balances,
                boolean correspondence,
                int extDimensions,
                Optional<String> chart) {
            this(periodicity, recorders, balances, correspondence, extDimensions, chart, List.of(), List.of());
        }

        public Register {
            recorders = List.copyOf(recorders);
            pairs = List.copyOf(pairs);
            besides = List.copyOf(besides);
        }

        public boolean isIndependent() {
            return recorders.isEmpty();
        }
    }

    /** By what the records of a register are told apart in time. */
    public enum Periodicity {
        NONE,
        SECOND,
        DAY,
        MONTH,
        QUARTER,
        YEAR,
        RECORDER
    }

    /** @param documents in the order in which they are read */
    public record Journal(List<JournalDocument> documents) {
        public Journal {
            documents = List.copyOf(documents);
        }
    }

    /**
     * @param set resource name of the documents
     * @param columns for each own column of the journal, in order, the property of the document that fills it, '' for none
     */
    public record JournalDocument(String set, List<String> columns) {
        public JournalDocument {
            columns = List.copyOf(columns);
        }
    }

    /** {@code Catalog_Товары}. */
    public String resource() {
        return kind.prefix() + "_" + name;
    }
}
