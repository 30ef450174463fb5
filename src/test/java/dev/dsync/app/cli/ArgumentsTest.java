package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void argumentsBytes_comeFromTheEndOfTheCommandLine() {
        byte[] line = latin("java\0-Xmx1g\0Main\0push\0\u00ff\u00c3\u00a4\0\0b\0");
        List<byte[]> found =
                ArgumentBytes.tail(line, new String[] {"push", "\ufffd\u00e4", "", "b"});
        assertEquals(4, found.size());
        assertArrayEquals(latin("\u00ff\u00c3\u00a4"), found.get(1));
        assertArrayEquals(new byte[0], found.get(2));
    }

    @Test
    void aCommandLineOfSomethingElse_isNotBelieved() {
        String[] args = {"push", "\u00e4"};
        for (String line : List.of("", "push\0", "java\0pull\0\u00e4\0", "java\0push\0x\u00e4\0")) {
            List<byte[]> found = ArgumentBytes.tail(latin(line), args);
            assertArrayEquals("\u00e4".getBytes(StandardCharsets.UTF_8), found.get(1), line);
        }
    }

    @Test
    void sizes_areThoseOfRsync() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("0", 0L);
        sizes.put("1500", 1500L);
        sizes.put("1500b", 1500L);
        sizes.put("1.5k", 1536L);
        sizes.put("1.5K-1", 1535L);
        sizes.put("1.5KiB", 1536L);
        sizes.put("1.5kb+1", 1501L);
        sizes.put("2M", 2L << 20);
        sizes.put("2MB", 2_000_000L);
        sizes.put(".5g", 1L << 29);
        sizes.put("3t", 3L << 40);
        sizes.put("1p", 1L << 50);
        for (Map.Entry<String, Long> one : sizes.entrySet()) {
            assertEquals(Optional.of(one.getValue()), ByteSize.parse(one.getKey()), one.getKey());
        }
        for (String none :
                List.of("", "k", "-1", "1x", "1kx", "1k+2", "1 k", "0-1", "99999p", "1e3", ".")) {
            assertEquals(Optional.empty(), ByteSize.parse(none), none);
        }
    }

    @Test
    void shellCommands_areSplitAsByRsync() throws UsageException {
        Map<String, List<String>> words = new LinkedHashMap<>();
        words.put("ssh", List.of("ssh"));
        words.put(" ssh  -p 2 ", List.of("ssh", "-p", "2"));
        words.put("ssh -p 2 -i \"a b\"", List.of("ssh", "-p", "2", "-i", "a b"));
        words.put("s '' b", List.of("s", "", "b"));
        words.put("s 'it''s'", List.of("s", "it's"));
        words.put("s -o'a b'c", List.of("s", "-oa bc"));
        for (Map.Entry<String, List<String>> one : words.entrySet()) {
            assertEquals(one.getValue(), ShellWords.split(latin(one.getKey())), one.getKey());
        }
        for (String none : List.of("", "  ", "ssh 'a", "ssh \"a")) {
            assertThrows(UsageException.class, () -> ShellWords.split(latin(none)), none);
        }
    }

    @Test
    void nearest_isWhatWasMeant() {
        List<String> known = List.of("--delete", "--delete-after", "--checksum", "--perms");
        assertEquals(Optional.of("--delete"), Nearest.to("--dleete", known));
        assertEquals(Optional.of("--checksum"), Nearest.to("--cheksum", known));
        assertEquals(Optional.of("--perms"), Nearest.to("--permissions".substring(0, 6), known));
        assertEquals(Optional.empty(), Nearest.to("--zzzzzz", known));
        assertEquals(2, Nearest.distance("ab", ""));
        assertEquals(1, Nearest.distance("ab", "ba"));
        assertEquals(3, Nearest.distance("kitten", "sitting"));
    }
}
