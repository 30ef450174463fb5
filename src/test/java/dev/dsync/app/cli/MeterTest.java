package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final AtomicLong now = new AtomicLong();
    private final Meter meter = new Meter(now::get);

    @Test
    void rate_isThatSinceItWasSeenLast() {
        now.set(2_000_000_000);
        assertEquals(50, meter.perSecond(100));
        now.set(3_000_000_000L);
        assertEquals(0, meter.perSecond(100));
    }

    @Test
    void rateThatIsSeenTooOften_staysAsItWas() {
        now.set(1_000_000_000);
        assertEquals(100, meter.perSecond(100));
        now.set(1_000_000_001);
        assertEquals(100, meter.perSecond(1_000_000));
    }
}
