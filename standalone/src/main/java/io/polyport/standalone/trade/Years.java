package io.polyport.standalone.trade;

/** Three years of documents, one after the other, of each kind as often as a small trade has them. */
final class Years {
    /** Until so many documents are written, only goods come in. */
    private static final int OPENING = 150;

    /** In per cent of all, while there are some. */
    private static final int CONTRACTS = 20;

    private final Desk desk;
    private final StockPapers stock;
    private final SalePapers sales;
    private final OfficePapers office;
    private final ContractPapers contracts;
    private final Chance chance;

    Years(Desk desk, StockPapers stock, SalePapers sales, OfficePapers office, ContractPapers contracts, long seed) {
        this.desk = desk;
        this.stock = stock;
        this.sales = sales;
        this.office = office;
        this.contracts = contracts;
        this.chance = new Chance(seed);
    }

    void write() {
        while (!desk.isDone()) {
            if (desk.isNewMonth()) {
                office.wages();
            } else if (desk.written() < OPENING) {
                stock.receipt();
            } else if (!contracts.isDone() && chance.in(CONTRACTS)) {
                contracts.next();
            } else {
                any();
            }
        }
    }

    private void any() {
        int draw = chance.between(0, 99);
        if (draw < 50) {
            sales.issue();
        } else if (draw < 68) {
            stock.receipt();
        } else if (draw < 77) {
            sales.retail();
        } else if (draw < 80) {
            stock.transfer();
        } else if (draw < 86) {
            office.waybill();
        } else if (draw < 90) {
            office.routeList();
        } else if (draw < 95) {
            office.moneyReceived();
        } else {
            office.moneySpent();
        }
    }
}
