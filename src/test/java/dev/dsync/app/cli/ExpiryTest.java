package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "30m, PT30M",
        "2h, PT2H",
        "1d, PT24H",
        "1w, PT168H",
        "1d12h, PT36H",
    })
    void time_isRead(String text, Duration expected) throws UsageException {
        assertEquals(expected, Expiry.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "h", "-1h", "2 h", "0s", "1.5h", "2y", "9999999s"})
    void whatIsNoTime_isRefused(String text) {
        assertThrows(UsageException.class, () -> Expiry.parse(text));
    }
}
