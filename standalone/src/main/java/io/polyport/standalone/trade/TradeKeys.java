package io.polyport.standalone.trade;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Keys of the demo base that examples can name; all other keys are the same in every base, too. Those that stand in the
 * examples of seed 003 are kept, so that its addresses find something; all others are of version 1, as 1C:Enterprise's.
 */
public final class TradeKeys {
    /** First day of the documents and rates. */
    public static final LocalDate FIRST_DAY = LocalDate.of(2023, 11, 1);

    /** Last day of the documents and rates. */
    public static final LocalDate LAST_DAY = LocalDate.of(2026, 10, 31);

    /** {@code Catalog_Валюты}: the dollar; seed 003's example asks for its rate of 2008-02-05. */
    public static final UUID DOLLAR = UUID.fromString("9d5c4222-8c4c-11db-a9b0-00055d49b45e");

    /** {@code Catalog_Валюты}: the rouble, in which accounts are kept. */
    public static final UUID ROUBLE = UUID.fromString("9d5c4221-8c4c-11db-a9b0-00055d49b45e");

    /** {@code Catalog_Товары}: slippers. */
    public static final UUID SLIPPERS = UUID.fromString("41aa6331-954f-11e3-814b-005056c00008");

    /** {@code Catalog_Товары}: the folder in which the slippers lie. */
    public static final UUID SHOES = UUID.fromString("bbb079ae-8c51-11db-a9b0-00055d49b45e");

    /** {@code Catalog_Товары}: milk, which spoils and has a picture, units and barcodes. */
    public static final UUID MILK = UUID.fromString("de300000-0000-11ee-8000-000000000001");

    /** {@code Catalog_Поставщики}: who sells the slippers. */
    public static final UUID SUPPLIER = UUID.fromString("086715b0-f348-11db-a9c5-00055d49b45e");

    /** {@code Catalog_Контрагенты}: a partner with contracts, addresses and documents. */
    public static final UUID PARTNER = UUID.fromString("de300000-0000-11ee-8000-000000000002");

    /** {@code Catalog_Клиенты}: a customer whose contract is a lease. */
    public static final UUID CUSTOMER = UUID.fromString("de300000-0000-11ee-8000-000000000003");

    /** {@code Catalog_Склады}: the main warehouse. */
    public static final UUID WAREHOUSE = UUID.fromString("081bc346-2abc-13e4-a1bd-0050568b1688");

    /** {@code Catalog_Организации}: who keeps the accounts. */
    public static final UUID ORGANIZATION = UUID.fromString("298584b5-92e4-11e3-8bc3-0050568b1678");

    /** {@code Document_ПриходнаяНакладная}: the first receipt of all. */
    public static final UUID RECEIPT = UUID.fromString("0d4a79cb-9843-4147-bcd9-80ac3ca2b9c7");

    /** {@code Document_РасходТовара}: the first issue of all, to {@link #PARTNER}. */
    public static final UUID ISSUE = UUID.fromString("de300000-0000-11ee-8000-000000000004");

    /** {@code ExchangePlan_ОбменДанными}: a node that gets changes. */
    public static final UUID NODE = UUID.fromString("de300000-0000-11ee-8000-000000000005");

    private TradeKeys() {}

    /** Of something that is not there any more. */
    static UUID deleted(int number) {
        return new UUID(0x0DE1E7ED_0000_11EEL, 0x8000_0000_0000_0000L | number);
    }
}
