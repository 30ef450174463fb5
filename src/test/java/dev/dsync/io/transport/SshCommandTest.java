package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshCommandTest {
    @Test
    void arguments_endWithHostAndOneRemoteCommand() throws Exception {
        assertEquals(
                List.of("ssh", "--", "h", "dsync serve --stdio"),
                new SshCommand(List.of("ssh"), "h", "dsync").arguments());
        assertEquals(
                List.of("ssh", "-p", "2", "--", "u@h", "sudo dsync serve --stdio"),
                new SshCommand(List.of("ssh", "-p", "2"), "u@h", "sudo dsync").arguments());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-h", "-oProxyCommand=touch x", "a\0b"})
    void hostThatIsAnOption_isRefused(String host) {
        SshCommand command = new SshCommand(List.of("ssh"), host, "dsync");
        assertThrows(TransportException.IllegalHost.class, command::arguments);
    }
}
