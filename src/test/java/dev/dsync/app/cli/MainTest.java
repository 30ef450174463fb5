package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(args);
    }

    @Test
    void version_isThePoms() throws IOException {
        assertEquals(ExitCode.OK, run("--version"));
        assertEquals("dsync " + PomVersion.read(), out.toString().strip());
        assertTrue(PomVersion.read().matches("\\d+\\.\\d+\\.\\d+.*"), PomVersion.read());
    }

    @Test
    void help_goesToStdout() {
        assertEquals(ExitCode.OK, run("--help"));
        assertTrue(out.toString().startsWith("Usage: dsync"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void noCommand_isAUsageError() {
        assertEquals(ExitCode.USAGE, run());
        assertTrue(err.toString().startsWith("dsync: no command given"), err.toString());
    }

    @Test
    void unknownOption_suggestsTheNearest() {
        assertEquals(ExitCode.USAGE, run("--versoin"));
        assertTrue(err.toString().contains("--version"), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void atSign_isNoFileOfArguments() {
        assertEquals(ExitCode.USAGE, run("@file"));
        assertTrue(err.toString().contains("'@file'"), err.toString());
    }
}
