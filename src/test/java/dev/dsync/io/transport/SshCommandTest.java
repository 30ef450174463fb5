package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshCommandTest {
    @Test
    void text_isSplitAsRsyncDoes() {
        assertWords("ssh", "ssh");
        assertWords("  ssh   -p  2 ", "ssh", "-p", "2");
        assertWords("ssh -p 2 -i \"a b\"", "ssh", "-p", "2", "-i", "a b");
        assertWords("ssh -o 'x y'z", "ssh", "-o", "x yz");
        assertWords("ssh 'it''s' \"a\"\"b\"", "ssh", "it's", "a\"b");
        assertWords("ssh '\"' \"'\"", "ssh", "\"", "'");
        assertWords("ssh a\\ b", "ssh", "a\\", "b");
        assertWords("ssh ''", "ssh", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "ssh 'a", "ssh \"", "ssh 'a''"})
    void otherText_isNoCommand(String text) {
        assertEquals(Optional.empty(), SshCommand.words(text));
    }

    @Test
    void arguments_endWithHostAndOneRemoteCommand() throws Exception {
        assertEquals(
                List.of("ssh", "--", "h", "dsync serve --stdio"),
                new SshCommand(SshCommand.SSH, null, "h", SshCommand.DSYNC).arguments());
        assertEquals(
                List.of("ssh", "-p", "2", "-l", "-u", "--", "h", "sudo dsync serve --stdio"),
                new SshCommand(List.of("ssh", "-p", "2"), "-u", "h", "sudo dsync").arguments());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-h", "-oProxyCommand=touch x", "a\0b"})
    void hostThatIsAnOption_isRefused(String host) {
        SshCommand command = new SshCommand(SshCommand.SSH, null, host, SshCommand.DSYNC);
        assertThrows(TransportException.IllegalHost.class, command::arguments);
    }

    private static void assertWords(String text, String... words) {
        assertEquals(Optional.of(List.of(words)), SshCommand.words(text), text);
    }
}
