package dev.dsync.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void findings_standInColumns_withTheirRemedyBeneath() {
        assertEquals(
                """
                port          ok     22001 is free
                """,
                Report.finding("port", Finding.ok("22001 is free")));
        assertEquals(
                """
                port          wrong  22001 is taken by something with a name that is longer than
                                     one line
                                     listen elsewhere:
                                     $ export DSYNC_LISTEN=:22002
                """,
                Report.finding(
                        "port",
                        Finding.wrong(
                                "22001 is taken by something with a name that is longer than one"
                                        + " line",
                                "listen elsewhere",
                                "export DSYNC_LISTEN=:22002")));
    }

    @Test
    void settings_standInColumns() {
        assertEquals(
                """
                exclude           config.toml  *.o *.tmp
                backup-directories-of-all environment  x
                """,
                Report.setting("exclude", "config.toml", "*.o *.tmp")
                        + Report.setting("backup-directories-of-all", "environment", "x"));
    }

    @Test
    void whatIsTyped_isPrintable_andNeverBroken() {
        String command = "chmod go= '" + "a b/".repeat(30) + "\u001b'";
        assertEquals(
                "$ " + command.replace("\u001b", "\\#033"),
                Report.finding("keys", Finding.wrong("so", "mend", command))
                        .lines()
                        .reduce("", (_, line) -> line)
                        .strip());
    }

    @Test
    void remedies_areGivenWhereSomethingIsNotAsItShouldBe_andOnlyThere() {
        assertThrows(IllegalArgumentException.class, () -> Finding.wrong("so", "", "x"));
        assertThrows(IllegalArgumentException.class, () -> Finding.note("so", "do", ""));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Finding(Finding.Level.OK, "so", "do", "x"));
    }

    @Test
    void words_areQuotedForAShell() {
        assertEquals("/a/b-c.key", Shell.word("/a/b-c.key"));
        assertEquals("'a b'", Shell.word("a b"));
        assertEquals("'it'\\''s $x'", Shell.word("it's $x"));
    }
}
