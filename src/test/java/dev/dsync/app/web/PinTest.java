package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinTest {
    private final Pin pin = new Pin("012345", new Token("abcdefghijklmnopqrstuv"));

    private OpenShare share(Path folder) throws IOException {
        Files.writeString(folder.resolve("f"), "content");
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.pin = pin;
        terms.upload = true;
        return OpenShare.of(terms, folder);
    }

    private static String basic(String password) {
        byte[] pair = ("me:" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair) + "\n";
    }

    private static Reply post(OpenShare share, String form) throws IOException {
        return post(share, form, "");
    }

    private static Reply post(OpenShare share, String form, String headers) throws IOException {
        return share.post(".dsync/pin", form, "Accept: text/html\n" + headers);
    }

    @Test
    void withoutIt_nothingIsShown(@TempDir Path folder) throws IOException {
        try (OpenShare share = share(folder)) {
            for (String path : List.of("", "f", "?archive=zip", "nothing", ".dsync/upload/x")) {
                Reply reply = share.get(path);
                assertEquals(401, reply.status(), path);
                assertTrue(reply.header("WWW-Authenticate").startsWith("Basic "), path);
            }
            assertEquals(401, share.put("x", new byte[] {1}, "").status());
            Reply page = share.ask("GET", "", "Accept: text/html\n");
            assertEquals(403, page.status());
            assertTrue(page.text().contains("<input id=\"pin\""));
            assertFalse(page.text().contains("./f\""));
            assertEquals(200, share.get(".dsync/web/page.css").status());
        }
    }

    @Test
    void withIt_allIs(@TempDir Path folder) throws IOException {
        try (OpenShare share = share(folder)) {
            assertEquals("content", share.ask("GET", "f", basic("012345")).text());
            Reply reply = post(share, "pin=012345");
            assertEquals(303, reply.status());
            assertEquals(OpenShare.BASE, reply.header("Location"));
            String cookie = reply.header("Set-Cookie");
            assertTrue(cookie.endsWith("; HttpOnly; SameSite=Strict"), cookie);
            String pass = cookie.substring(0, cookie.indexOf(';'));
            assertEquals("content", share.ask("GET", "f", "Cookie: a=b; " + pass + "\n").text());
            for (String shown : List.of("pin=012345", "pin=999999")) { // by the way back, say
                Reply again = post(share, shown, "Cookie: " + pass + "\n");
                assertEquals(303, again.status());
                assertEquals(OpenShare.BASE, again.header("Location"));
            }
        }
    }

    @Test
    void wrongOne_isToldOf(@TempDir Path folder) throws IOException {
        try (OpenShare share = share(folder)) {
            assertEquals(401, share.ask("GET", "f", basic("999999")).status());
            assertEquals(401, share.ask("GET", "f", "Cookie: dsync-pass=x\n").status());
            Reply reply = post(share, "pin=111111");
            assertEquals(403, reply.status());
            assertTrue(reply.text().contains("This is not the PIN."));
            assertEquals(List.of("wrong", "wrong"), share.said);
        }
    }

    @Test
    void guesses_areSlowedAndThenNobodyComesIn() {
        List<Long> pauses = new ArrayList<>();
        PinGuard guard = new PinGuard(pin, pauses::add);
        assertEquals(PinGuard.Verdict.RIGHT, guard.judge("012345"));
        for (int i = 1; i < PinGuard.WRONG_MAX; i++) {
            assertEquals(PinGuard.Verdict.WRONG, guard.judge("00000" + i));
        }
        assertEquals(PinGuard.Verdict.CLOSED, guard.judge("000000"));
        assertEquals(PinGuard.Verdict.CLOSED, guard.judge("012345"), "not even the right one");
        assertTrue(guard.knows("dsync-pass=abcdefghijklmnopqrstuv"), "who is in stays in");
        assertEquals(LongStream.rangeClosed(1, 10).mapToObj(i -> i * 200_000_000).toList(), pauses);
    }
}
