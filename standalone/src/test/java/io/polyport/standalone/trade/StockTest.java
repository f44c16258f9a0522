package io.polyport.standalone.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StockTest {
    private final Stock stock = new Stock(2, 3);

    @Test
    @DisplayName("what is issued costs its part of what was received, and the last one takes all that is left")
    void cost() {
        stock.receive(1, 2, new BigDecimal("3.000"), new BigDecimal("10.00"));
        assertThat(stock.issue(1, 2, new BigDecimal("1.000"))).isEqualByComparingTo("3.33");
        assertThat(stock.issue(1, 2, new BigDecimal("1.000"))).isEqualByComparingTo("3.33");
        assertThat(stock.issue(1, 2, new BigDecimal("1.000"))).isEqualByComparingTo("3.34");
        assertThat(stock.quantity(1, 2)).isZero();
    }

    @Test
    @DisplayName("more than is there can't be issued")
    void tooMuch() {
        stock.receive(0, 0, new BigDecimal("0.250"), new BigDecimal("1.00"));
        assertThatIllegalStateException().isThrownBy(() -> stock.issue(0, 0, new BigDecimal("0.251")));
        assertThatIllegalStateException().isThrownBy(() -> stock.issue(1, 0, new BigDecimal("0.001")));
    }
}
