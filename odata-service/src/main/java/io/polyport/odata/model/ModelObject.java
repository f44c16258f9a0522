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
        Optional<Journal> journal) {
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
     */
    public record Register(
            Periodicity periodicity,
            List<String> recorders,
            boolean balances,
            boolean correspondence,
            int extDimensions,
            Optional<String> chart) {
        public Register {
            recorders = List.copyOf(recorders);
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
