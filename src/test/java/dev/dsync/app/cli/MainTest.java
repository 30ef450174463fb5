package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return run(Map.of("DSYNC_HOME", "/nonexistent"), args);
    }

    private int run(Map<String, String> environment, String... args) {
        List<byte[]> argv =
                Arrays.stream(args).map(arg -> arg.getBytes(StandardCharsets.UTF_8)).toList();
        return Main.run(argv, out, err, environment);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void version_isThePoms() throws IOException {
        assertEquals(ExitCode.OK, run("--version"));
        assertEquals("dsync " + PomVersion.read(), out().strip());
        assertTrue(PomVersion.read().matches("\\d+\\.\\d+\\.\\d+.*"), PomVersion.read());
    }

    @Test
    void help_goesToStdout() {
        assertEquals(ExitCode.OK, run("--help"));
        assertTrue(out().startsWith("Usage: dsync"), out());
        assertEquals("", err());
    }

    @Test
    void wordsThatCannotBeWritten_areNoSuccess() {
        for (String[] args :
                new String[][] {{"--version"}, {"help", "push"}, {"completion", "bash"}}) {
            for (String why : List.of("Broken pipe", "No space left on device")) {
                err.reset();
                OutputStream failing =
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException(why);
                            }
                        };
                List<byte[]> argv =
                        Arrays.stream(args)
                                .map(arg -> arg.getBytes(StandardCharsets.UTF_8))
                                .toList();
                boolean gone = why.equals("Broken pipe");
                assertEquals(
                        gone ? ExitCode.INTERRUPTED : ExitCode.FILE_IO,
                        Main.run(argv, failing, err, Map.of("DSYNC_HOME", "/nonexistent")));
                assertEquals(!gone, err().contains("standard output: " + why + "; "), err());
            }
        }
    }

    @Test
    void noCommand_isAUsageError() {
        assertEquals(ExitCode.USAGE, run());
        assertTrue(err().startsWith("dsync: no command given"), err());
    }

    @Test
    void unknownOption_suggestsTheNearest() {
        assertEquals(ExitCode.USAGE, run("--versoin"));
        assertTrue(err().contains("--version"), err());
        assertEquals("", out());
    }

    @Test
    void atSign_isNoFileOfArguments() {
        assertEquals(ExitCode.USAGE, run("@file"));
        assertTrue(err().contains("'@file'"), err());
    }

    @Test
    void unknownCommand_suggestsTheNearest() {
        assertEquals(ExitCode.USAGE, run("psuh", "a", "b"));
        assertTrue(err().contains("did you mean push?"), err());
    }

    @Test
    void unknownOptions_areNamedWithTheNearest() {
        for (String[] one :
                new String[][] {
                    {"--delte", "--delete"},
                    {"--exlude=x", "--exclude"},
                    {"--no-perm", "--no-perms"},
                    {"--checksums", "--checksum"},
                }) {
            err.reset();
            assertEquals(ExitCode.USAGE, run("push", one[0], "a", "b"));
            assertTrue(err().contains("did you mean " + one[1] + "?"), err());
        }
    }

    @Test
    void optionsOfRsyncThatAreNone_areRefused() {
        for (String option : "--fake-super --iconv=utf-8 --write-devices".split(" ", -1)) {
            err.reset();
            assertEquals(ExitCode.USAGE, run("push", option, "a", "b"), option);
            assertTrue(
                    err().startsWith(
                                    "dsync: unknown option '"
                                            + option.replaceFirst("=.*", "")
                                            + "'"),
                    err());
        }
    }

    @Test
    void numbersBehindADash_areUnknownOptions(@TempDir Path directory) throws IOException {
        Path from = Files.createDirectory(directory.resolve("from"));
        Files.writeString(from.resolve("f"), "x");
        Path to = directory.resolve("to");
        for (String option : List.of("-8", "-4", "-12", "-.5", "-8a", "-NaN")) {
            for (String[] line :
                    new String[][] {
                        {"push", option, from + "/", to + "/"},
                        {"push", "-e", "ssh", from + "/", to + "/", option}
                    }) {
                err.reset();
                assertEquals(ExitCode.USAGE, run(line), option);
                assertTrue(err().startsWith("dsync: unknown option '" + option + "'"), err());
                assertTrue(Files.notExists(to), option);
            }
        }
    }

    @Test
    void numbersBehindADash_areValuesAndNamesWhereTheyCanBe(@TempDir Path directory)
            throws IOException {
        Path from = Files.createDirectory(directory.resolve("from"));
        Files.writeString(from.resolve("f"), "x");
        String source = from + "/";
        for (String[] line :
                new String[][] {
                    {"push", "--modify-window", "-1", source, directory.resolve("a") + "/"},
                    {"push", "-af", "- -8", source, directory.resolve("b") + "/"},
                    {"push", "--exclude", "-8", "-f-_-8", source, directory.resolve("c") + "/"},
                    {"push", "--exclude", "--", source, directory.resolve("d") + "/"},
                }) {
            err.reset();
            assertEquals(ExitCode.OK, run(Map.of("DSYNC_HOME", directory + "/home"), line), err());
        }
        for (String[] line :
                new String[][] {
                    {"push", "-n", "--", "-8", directory.resolve("e") + "/"},
                    {"push", "-n", "./-8", directory.resolve("e") + "/"}
                }) {
            err.reset();
            assertEquals(
                    ExitCode.PARTIAL, run(Map.of("DSYNC_HOME", directory + "/home"), line), err());
            assertTrue(err().contains("cannot read"), err());
        }
    }

    @Test
    void optionsThatRsyncHas_areNamedWithWhatToDo() {
        for (String[] one :
                new String[][] {
                    {"-8", "rsync has -8, dsync has not; leave it out"},
                    {"-a8", "rsync has -8, dsync has not; leave it out"},
                    {"--rsync-path=x", "has --rsync-path, dsync has not; write --dsync-path"},
                    {"--no-i-r", "rsync has --no-i-r, dsync has not; leave it out"},
                    {"--write-devices", "rsync has --write-devices, dsync has not; copy"},
                }) {
            err.reset();
            assertEquals(ExitCode.USAGE, run("push", one[0], "a", "b"));
            assertTrue(err().contains(one[1]), err());
        }
        err.reset();
        assertEquals(ExitCode.USAGE, run("serve", "--iconv"));
        assertTrue(err().startsWith("dsync: unknown option '--iconv'\n"), err());
    }

    @Test
    void unknownOptions_areNotNamedWithOthersThatAreFarOrOpposite() {
        for (String option : "--wrote-devs --copied-as --no-such --no-delte-x".split(" ", -1)) {
            err.reset();
            assertEquals(ExitCode.USAGE, run("push", option, "a", "b"), option);
            assertEquals("dsync: unknown option '" + option + "'\nTry 'dsync help push'.\n", err());
        }
        assertEquals(Optional.empty(), Nearest.to("--no-x", List.of("--nox", "--x")));
    }

    @Test
    void valuesOfOptionsWithoutOne_areRefusedWithTheForm() {
        for (String option : List.of("--delete=no", "--delete=", "--no-delete=yes")) {
            err.reset();
            assertEquals(ExitCode.USAGE, run("push", option, "a", "b"), option);
            assertTrue(err().contains("delete a value: it takes none; write --"), err());
            assertTrue(err().contains("--no-delete"), err());
        }
        assertEquals(ExitCode.USAGE, run("serve", "--stdio=x"));
        assertTrue(err().contains("write --stdio alone"), err());
    }

    /** What is wrong with an argument, and what to write instead. */
    @Test
    void wrongArguments_areQuotedWithARemedy() {
        String[][] wrong = {
            {
                "'5x': it is neither a number nor a percentage; write N or N%",
                "push --max-delete=5x"
            },
            {"'101%': it is neither", "push --max-delete=101%"},
            {"'x': it is no number; write a number from 1 to 65535", "push --port=x"},
            {"'99999': it is out of range", "push --port=99999"},
            {"'abc' is no port", "push a dsync://localhost:abc/x"},
            {"'99': it is not HOST:PORT", "serve --share p=/ --listen 99"},
            {"--max-downloads with --index", "share --index --max-downloads 1 /"},
            {"'localhost': it is not HOST:PORT", "serve --share p=/ --listen localhost"},
            {"'nwe' of dsync key; did you mean new?", "key nwe inc"},
            {"share name '../x': no share can have it", "key new ../x"},
        };
        for (String[] one : wrong) {
            err.reset();
            String arguments = one[1].contains("push --") ? one[1] + " a b" : one[1];
            assertEquals(ExitCode.USAGE, run(arguments.split(" ", -1)), one[1]);
            assertTrue(err().contains(one[0]), err());
        }
    }

    /** The library that renders it takes descriptions for formats, and complains by itself. */
    @Test
    void helpOfPush_isNothingToComplainOf() {
        PrintStream before = System.err;
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
        try {
            assertEquals(ExitCode.OK, run("help", "push"));
        } finally {
            System.setErr(before);
        }
        assertEquals("", complaints.toString(StandardCharsets.UTF_8));
    }

    @Test
    void helpOfPush_listsEveryOptionUnderAHeading() {
        assertEquals(ExitCode.OK, run("help", "push"));
        for (RunFlag flag : RunFlag.all()) {
            assertTrue(out().contains(flag.names().getLast()), flag.toString());
        }
        for (Flag.Group group : Flag.Group.values()) {
            assertTrue(out().contains("\n" + group.heading() + ":\n"), group.toString());
        }
        assertTrue(out().contains("Examples:"), out());
        String shown = out();
        out.reset();
        assertEquals(ExitCode.OK, run("push", "--help"));
        assertEquals(shown, out());
    }

    @Test
    void completion_knowsCommandsAndOptions() {
        assertEquals(ExitCode.OK, run("completion", "bash"));
        assertTrue(out().contains("--max-delete"), "no options");
        assertTrue(out().contains("complete -F"), "no completion");
    }

    @Test
    void errorsWithHostileNames_areEscaped() {
        assertEquals(ExitCode.USAGE, run("push", "--\u001b[2J", "a", "b"));
        assertTrue(err().contains("--\\#033[2J"), err());
    }

    @Test
    void key_isMadeShownAndNotReplaced(@TempDir Path home) {
        Map<String, String> environment = Map.of("DSYNC_HOME", home.resolve("own").toString());
        assertEquals(ExitCode.OK, run(environment, "key", "new", "photos"), err());
        assertEquals(home + "/own/keys/photos.key\n", out());
        out.reset();
        assertEquals(ExitCode.OK, run(environment, "key", "show", "photos"));
        assertTrue(out().matches("[0-9a-f]{64}\n"), out());
        String key = out();
        out.reset();
        assertEquals(ExitCode.OK, run(environment, "key", "show", "photos", "--ro"));
        assertTrue(out().matches("ro:[0-9a-f]{64}\n") && !out().contains(key), out());
        assertEquals(ExitCode.FILE_IO, run(environment, "key", "new", "photos"));
        assertEquals(ExitCode.NOT_TRUSTED, run(environment, "key", "show", "music"));
        assertEquals(ExitCode.USAGE, run(environment, "key", "show"));
    }

    @Test
    void readOnlyKey_isNoneToServeOrWatchWith(@TempDir Path home) throws IOException {
        Map<String, String> environment = Map.of("DSYNC_HOME", home.resolve("own").toString());
        assertEquals(ExitCode.OK, run(environment, "key", "new", "photos"), err());
        out.reset();
        assertEquals(ExitCode.OK, run(environment, "key", "show", "photos", "--ro"));
        String shown = out();
        Path stored = home.resolve("own/keys/photos.key");
        Files.writeString(stored, shown);
        assertEquals(ExitCode.NOT_TRUSTED, run(environment, "serve", "--share", "photos=" + home));
        assertTrue(err().contains(stored + ": it only lets read"), err());
        assertEquals(
                ExitCode.NOT_TRUSTED,
                run(environment, "watch", home.toString(), "--share", "photos"));
        out.reset();
        assertEquals(ExitCode.OK, run(environment, "key", "show", "photos", "--ro"));
        assertEquals(shown, out());
    }

    @Test
    void aMachineElsewhere_isNeverTakenForThisOne(@TempDir Path home) {
        assertEquals(ExitCode.START, run("push", "-e", "false", home.toString(), "h:x"));
        assertEquals(ExitCode.START, run("pull", "-e", "false", "h:x", home.toString()));
        for (String share : List.of("h::s/x", "dsync://h/s/x")) {
            assertEquals(ExitCode.NOT_TRUSTED, run("push", home.toString(), share), share);
            assertEquals(ExitCode.NOT_TRUSTED, run("pull", share, home.toString()), share);
        }
    }
}
