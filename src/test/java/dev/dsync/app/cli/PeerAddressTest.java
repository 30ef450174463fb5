package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeerAddressTest {
    @Test
    void list_isReadInOrder() throws UsageException {
        assertEquals(
                List.of(
                        new PeerAddress("nas", 22_001),
                        new PeerAddress("10.0.0.2", 7000),
                        new PeerAddress("fe80::1", 22_001),
                        new PeerAddress("::1", 9)),
                PeerAddress.parse("nas, 10.0.0.2:7000,[fe80::1],[::1]:9"));
    }

    @ParameterizedTest
    @CsvSource({
        "nas, nas",
        "nas:22001, nas",
        "nas:7, nas:7",
        "[::1], [::1]",
        "[::1]:7, [::1]:7",
    })
    void printed_asItIsTyped(String typed, String shown) throws UsageException {
        assertEquals(shown, PeerAddress.parse(typed).getFirst().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nas,| a name is missing",
                ":7| it names no host",
                "-oProxy=x| it names no host",
                "user@nas| it names no host",
                "nas:| is no port",
                "nas:0| is no port",
                "nas:65536| is no port",
                "nas:x| is no port",
                "fe80::1| stands in brackets",
                "a/b| it names no host",
            })
    void wrong_isRefusedWithTheReason(String typed, String reason) {
        UsageException e = assertThrows(UsageException.class, () -> PeerAddress.parse(typed));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }
}
