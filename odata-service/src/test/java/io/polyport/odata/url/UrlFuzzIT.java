package io.polyport.odata.url;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Looks for ten minutes for bytes that {@link AnyText} does not hold for, and keeps them in {@code UrlFuzzITInputs}, where
 * {@link UrlCorpusTest} reads them from then on: {@code make test-long PART=odata-fuzz}.
 */
@Tag("long")
@Tag("odata-fuzz")
@DisplayName("Bytes that a fuzzer makes")
final class UrlFuzzIT {
    private static final AtomicLong READ = new AtomicLong();

    @RegisterExtension
    static final FuzzResult RESULT = new FuzzResult(READ);

    @FuzzTest(maxDuration = "10m")
    @DisplayName("OD-65: any bytes give a tree, or a fault that the caller can read, in time")
    void anyText(byte[] bytes) {
        READ.incrementAndGet();
        AnyText.check(bytes);
    }
}
