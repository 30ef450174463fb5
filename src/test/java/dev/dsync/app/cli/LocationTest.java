package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.cli.Location.LocalLocation;
import dev.dsync.app.cli.Location.ShareLocation;
import dev.dsync.app.cli.Location.SshLocation;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.trust.ShareName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LocationTest {
    private static Location parse(String typed) throws UsageException {
        return LocationParser.parse(typed.getBytes(StandardCharsets.UTF_8));
    }

    private static Location local(String path) {
        return new LocalLocation(TypedPath.literal(path));
    }

    private static Location ssh(String host, String path) {
        return new SshLocation(host, TypedPath.literal(path));
    }

    private static Location share(String host, int port, String share, String path) {
        return new ShareLocation(
                host,
                port == 0 ? OptionalInt.empty() : OptionalInt.of(port),
                new ShareName(share),
                TypedPath.literal(path));
    }

    @Test
    void forms_areThoseOfRsync() throws UsageException {
        Map<String, Location> meant = new LinkedHashMap<>();
        meant.put("a", local("a"));
        meant.put("a/b:c", local("a/b:c"));
        meant.put("./a:b", local("./a:b"));
        meant.put("/a::b", local("/a::b"));
        meant.put("[a]", local("[a]"));
        meant.put("-", local("-"));
        meant.put("a@b", local("a@b"));
        meant.put("h:", ssh("h", ""));
        meant.put("h:a", ssh("h", "a"));
        meant.put("h:/a/", ssh("h", "/a/"));
        meant.put("u@h:a", ssh("u@h", "a"));
        meant.put("h:a:b", ssh("h", "a:b"));
        meant.put("h:-rf", ssh("h", "-rf"));
        meant.put("[::1]:a", ssh("::1", "a"));
        meant.put("u@[::1]:a", ssh("u@::1", "a"));
        meant.put("u@[::1]:", ssh("u@::1", ""));
        meant.put("a/u@[b]:c", local("a/u@[b]:c"));
        meant.put("u@[fe80::1%eth0]:/a", ssh("u@fe80::1%eth0", "/a"));
        meant.put("h::s", share("h", 0, "s", ""));
        meant.put("h::s/", share("h", 0, "s", ""));
        meant.put("h::s/a/b/", share("h", 0, "s", "a/b/"));
        meant.put("h::s//etc", share("h", 0, "s", "etc"));
        meant.put("[::1]::s/a", share("::1", 0, "s", "a"));
        meant.put("dsync://h/s", share("h", 0, "s", ""));
        meant.put("dsync://h:22/s/a", share("h", 22, "s", "a"));
        meant.put("dsync://[::1]/s/a:b", share("::1", 0, "s", "a:b"));
        meant.put("dsync://[::1]:65535/s/a", share("::1", 65535, "s", "a"));
        meant.put("dsync:/h/s", ssh("dsync", "/h/s"));
        for (Map.Entry<String, Location> one : meant.entrySet()) {
            assertEquals(one.getValue(), parse(one.getKey()), one.getKey());
        }
    }

    @Test
    void whatIsNoLocation_isRefusedWithARemedy() {
        for (String typed :
                List.of(
                        "",
                        ":a",
                        "::s",
                        "u@:a",
                        "@h:a",
                        "-oProxyCommand=x:a",
                        "-h::s",
                        "u@-h:a",
                        "[-h]:a",
                        "h x:a",
                        "h\n:a",
                        "hä:a",
                        "h::",
                        "h::/a",
                        "h::-s/a",
                        "h::.s",
                        "u@h::s",
                        "u@[::1]::s",
                        "dsync://h",
                        "dsync:///s",
                        "dsync://-h/s",
                        "dsync://h:0/s",
                        "dsync://h:65536/s",
                        "dsync://h:/s",
                        "dsync://::1/s",
                        "dsync://u@h/s",
                        "dsync://h//a",
                        "a\0b")) {
            UsageException e = assertThrows(UsageException.class, () -> parse(typed), typed);
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith("cannot use location '"), message);
            assertTrue(message.contains("; "), message);
            assertTrue(message.chars().noneMatch(Character::isISOControl), message);
        }
    }

    @Test
    void names_stayTheBytesTheyWere() throws UsageException {
        byte[] name = {'d', '/', (byte) 0xff, (byte) 0xc3, (byte) 0xa4, '\n'};
        assertArrayEquals(name, LocationParser.parse(name).path().bytes());
        byte[] remote = {'h', ':', (byte) 0xff};
        assertArrayEquals(new byte[] {(byte) 0xff}, LocationParser.parse(remote).path().bytes());
    }

    @Test
    void printed_aLocationReadsBackAsItself() throws UsageException {
        for (String typed : List.of("a", "h:a", "u@h:", "dsync://h/s", "dsync://[::1]:9/s/a/")) {
            assertEquals(typed, parse(typed).toString());
        }
    }

    private static Ends ends(String... typed) throws UsageException {
        return Ends.of(
                Arrays.stream(typed)
                        .map(
                                one -> {
                                    try {
                                        return parse(one);
                                    } catch (UsageException e) {
                                        throw new AssertionError(e);
                                    }
                                })
                        .toList());
    }

    @Test
    void ends_areOneMachineEach_andOneIsHere() throws UsageException {
        assertEquals(local("b"), ends("a", "b").destination());
        assertEquals(List.of(ssh("h", "a"), ssh("h", "b")), ends("h:a", "h:b", "c").sources());
        assertEquals(ssh("h", "c"), ends("a", "b", "h:c").destination());
        ends("h::s/a", "h::s/b", "c");
        for (String[] wrong :
                new String[][] {
                    {},
                    {"a"},
                    {"h:a", "i:b"},
                    {"h:a", "h::s"},
                    {"a", "h:b", "c"},
                    {"h:a", "i:b", "c"},
                    {"h:a", "u@h:b", "c"},
                    {"h::s/a", "h::t/a", "c"},
                    {"dsync://h:1/s", "dsync://h:2/s", "c"},
                    {"h:a", "h::s/b", "c"},
                }) {
            assertThrows(UsageException.class, () -> ends(wrong), Arrays.toString(wrong));
        }
    }
}
