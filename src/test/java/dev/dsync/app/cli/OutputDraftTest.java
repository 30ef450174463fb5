package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.wire.Message.ReportLevel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDraftTest {
    @TempDir private Path home;

    @Test
    void formats_areForLinesAndForTheLog() throws Exception {
        ViewOptions view = Orders.of(home, "--out-format=%n").view();
        assertNotNull(view.formats().out());
        assertNull(view.formats().log());
        assertTrue(view.showsChanges());
        assertEquals(ReportLevel.CHANGES, Orders.of(home, "--out-format=%n").run().report());
        ViewOptions logged = Orders.of(home, "--log-file=x --log-file-format=%n").view();
        assertNull(logged.formats().out());
        assertNotNull(logged.formats().log());
        assertNull(Orders.of(home, "--out-format=x --no-out-format").view().formats().out());
    }

    @Test
    void whatCannotBeGiven_isRefused() throws Exception {
        for (String flags : List.of("--out-format=%C", "--log-file-format=%5h%n")) {
            UsageException wrong =
                    assertThrows(UsageException.class, () -> Orders.of(home, flags), flags);
            assertTrue(String.valueOf(wrong.getMessage()).startsWith("cannot use --"), flags);
        }
        assertNotNull(Orders.of(home, "--out-format=%f").view().formats().out());
        assertThrows(UsageException.class, () -> Orders.of(home, "--out-format=%f C"));
    }

    @Test
    void optionsThatChangeNothing_sayWhy() throws Exception {
        assertEquals(
                List.of("--out-format changes nothing: no lines are shown"),
                Orders.of(home, "-q --out-format=%n").view().notes());
        assertEquals(
                List.of("--log-file-format changes nothing: nothing is logged without --log-file"),
                Orders.of(home, "--log-file-format=%n").view().notes());
    }

    @Test
    void placeOfTheSource_isWhatStandsBeforeNames() throws Exception {
        Map<String, String> bases = new LinkedHashMap<>();
        bases.put("a/b/", "a/b");
        bases.put("a/b", "a");
        bases.put("/a//", "a");
        bases.put("/a", "");
        bases.put("./a/b/", "a/b");
        bases.put(".", "");
        bases.put("-R /a/./b", "a");
        bases.put("-R a/b", "");
        bases.put("C D/", "");
        for (Map.Entry<String, String> one : bases.entrySet()) {
            RunOptions run = Orders.typed(home, one.getKey() + " X").run();
            assertEquals(one.getValue(), LineFormats.source(run).base(), one.getKey());
        }
        assertEquals(
                "send",
                LineFormats.source(Orders.typed(home, "a h:b").run()).sends() ? "send" : "recv");
        assertEquals("", LineFormats.source(Orders.typed(home, "h:a/b/ c").run()).base());
    }
}
