package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BandwidthTest {
    private static Bandwidth both(long rate) {
        return new Bandwidth(rate, rate);
    }

    @Test
    void rates_areRsyncs() throws UsageException {
        Map<String, Bandwidth> rates = new LinkedHashMap<>();
        rates.put("0", Bandwidth.UNLIMITED);
        rates.put("", Bandwidth.UNLIMITED);
        rates.put("1", both(1024));
        rates.put("0.5", both(1024));
        rates.put("512b", both(1024));
        rates.put("1.4", both(1024));
        rates.put("1.5", both(2048));
        rates.put("5.", both(5 * 1024));
        rates.put(".5m", both(512 << 10));
        rates.put("1.5M", both(1536 << 10));
        rates.put("1kb", both(1024));
        rates.put("1MB", both(977 << 10));
        rates.put("1MiB", both(1 << 20));
        rates.put("2g", both(2L << 30));
        rates.put("10+1", both(10 << 10));
        rates.put("100:20", new Bandwidth(100 << 10, 20 << 10));
        rates.put("1m:0", new Bandwidth(1 << 20, 0));
        rates.put(":1m", new Bandwidth(0, 1 << 20));
        for (Map.Entry<String, Bandwidth> rate : rates.entrySet()) {
            assertEquals(rate.getValue(), Bandwidth.parse(rate.getKey()), rate.getKey());
        }
    }

    @Test
    void timetable_saysWhatHoldsWhen() throws UsageException {
        Bandwidth table = Bandwidth.parse("08:00,512 Sat-18:00,2m:500;  23:00,off sun-9:30,1m");
        Map<String, Bandwidth> moments = new LinkedHashMap<>();
        moments.put("2026-11-23T07:59", Bandwidth.UNLIMITED); // a Monday
        moments.put("2026-11-23T08:00", both(512 << 10));
        moments.put("2026-11-23T22:59:59", both(512 << 10));
        moments.put("2026-11-23T23:00", Bandwidth.UNLIMITED);
        moments.put("2026-11-28T17:59", both(512 << 10)); // a Saturday
        moments.put("2026-11-28T18:00", new Bandwidth(2 << 20, 500 << 10));
        moments.put("2026-11-28T23:00", Bandwidth.UNLIMITED);
        moments.put("2026-11-29T09:29", both(512 << 10));
        moments.put("2026-11-29T09:30", both(1 << 20));
        for (Map.Entry<String, Bandwidth> moment : moments.entrySet()) {
            assertEquals(
                    moment.getValue(),
                    table.at(LocalDateTime.parse(moment.getKey())),
                    moment.getKey());
        }
        assertEquals(both(1024), Bandwidth.parse("1").at(LocalDateTime.MIN));
        assertEquals(both(1024), Bandwidth.parse("Wed-12:00,1").at(LocalDateTime.MIN));
    }

    @Test
    void whatIsNoRate_isExplained() {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("1x", "it is no rate");
        wrong.put("-1", "it is no rate");
        wrong.put("1e3", "it is no rate");
        wrong.put("9999999p", "it is no rate");
        wrong.put("0.4", "too small");
        wrong.put("511b", "too small");
        wrong.put("1m:0.1", "too small");
        wrong.put("24:00,512", "timetable");
        wrong.put("08:60,512", "timetable");
        wrong.put("Moo-08:00,512", "timetable");
        wrong.put("08:00,512,18:00,0", "it is no rate");
        wrong.put("08:00,512 18:00", "timetable");
        wrong.put("08:00,511b", "too small");
        wrong.put("1:2:3", "timetable");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            UsageException e =
                    assertThrows(
                            UsageException.class,
                            () -> Bandwidth.parse(one.getKey()),
                            one.getKey());
            assertTrue(e.toString().contains(one.getValue()), e::toString);
            assertTrue(e.toString().contains("--bwlimit"), e::toString);
        }
    }
}
