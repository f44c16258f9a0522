package io.polyport.odata.rows;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.UUID;

/** The row at hand; valid until the next one. Columns are numbered from 0. */
public interface Row {
    boolean isNull(int column);

    /** Text as UTF-8; the array may be the driver's own and is not to be changed. */
    byte[] utf8(int column);

    String text(int column);

    /** A number as plain decimal text in ASCII ({@code -12.50}), exactly as it is stored, without a binary double between. */
    byte[] decimal(int column);

    BigDecimal number(int column);

    boolean flag(int column);

    /** To the second. */
    LocalDateTime moment(int column);

    UUID guid(int column);

    byte[] bytes(int column);
}
