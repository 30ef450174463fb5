package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code dsync check-ignore} says of a root. */
class CheckIgnoreTest {
    @TempDir private Path temporary;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(temporary.toRealPath().resolve("root"));
        Files.createDirectories(root.resolve("d/build"));
        Files.writeString(root.resolve(".dsyncignore"), "*.o\nbuild/\n");
        Files.writeString(root.resolve("d/.dsyncignore"), "\n!keep.o\n");
    }

    private int run(String... args) {
        return runReading(new byte[0], args);
    }

    private int runReading(byte[] input, String... args) {
        out.reset();
        err.reset();
        Console console = new Console(out, err, Map.of(), 0, System::nanoTime, new Cancellation());
        CheckIgnoreCommand command =
                new CheckIgnoreCommand("check-ignore", new ByteArrayInputStream(input));
        List<String> all = new ArrayList<>(List.of("--root", root.toString()));
        for (String arg : args) {
            all.add(Latin.text(arg.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            Main.parse(new CommandLine(command.spec()), all);
            return command.run(Assembly.standard(), console);
        } catch (UsageException e) {
            err.writeBytes(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
            return ExitCode.USAGE;
        } catch (IOException e) {
            return console.complain(Messages.of(e));
        }
    }

    private String at(String path) {
        return root + "/" + path;
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void ignoredPaths_areShown() {
        assertEquals(0, run(at("a.o"), at("d/keep.o"), at("d/x"), at("d/build/x")));
        assertEquals(at("a.o") + "\n" + at("d/build/x") + "\n", out());
        assertEquals("", err());
    }

    @Test
    void noneIgnored_endsWithOne() {
        assertEquals(1, run(at("d/keep.o"), at("")));
        assertEquals("", out());
    }

    @Test
    void verbose_tellsFileLineAndPattern() {
        assertEquals(1, run("-v", at("d/keep.o"), at("d")));
        assertEquals("d/.dsyncignore:2:!keep.o\t" + at("d/keep.o") + "\n", out());
        assertEquals(0, run("-v", "-n", at("d/x.o"), at("d")));
        assertEquals(".dsyncignore:1:*.o\t" + at("d/x.o") + "\n::\t" + at("d") + "\n", out());
    }

    @Test
    void directories_areThoseWithASlashAndThoseThatAreThere() {
        assertEquals(1, run(at("build")));
        assertEquals(0, run(at("build/")));
        assertEquals(0, run(at("d/build")));
    }

    @Test
    void standardInput_givesPathsByLinesOrNul() {
        byte[] lines =
                (at("a.o") + "\n\n" + at("b") + "\n" + at("\n")).getBytes(StandardCharsets.UTF_8);
        runReading(lines, "--stdin");
        assertEquals(at("a.o") + "\n", out());
        byte[] input = (at("\t.o") + "\0" + at("b\nc.o")).getBytes(StandardCharsets.UTF_8);
        assertEquals(0, runReading(input, "--stdin", "-z"));
        assertEquals(at("\t.o") + "\0" + at("b\nc.o") + "\0", out());
        assertEquals(0, runReading(input, "--stdin", "-z", "-v"));
        assertTrue(out().startsWith(".dsyncignore\0" + "1\0*.o\0" + at("\t.o") + "\0"), out());
    }

    @Test
    void hostileNames_areEscaped() {
        assertEquals(0, run(at("\u001b[2J.o")));
        assertEquals(at("\\#033[2J.o") + "\n", out());
    }

    @Test
    void pathsAreMadePlainAndMayLeadThroughLinksToTheRoot() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), root);
        assertEquals(0, run(root + "//./d/../a.o", link + "/b.o"));
        assertEquals(root + "//./d/../a.o\n" + link + "/b.o\n", out());
    }

    @Test
    void pathsThatCannotBeChecked_costOnlyThemselves() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), Path.of("d"));
        Files.write(root.resolve("d/build/.dsyncignore"), new byte[1]);
        Files.createDirectories(root.resolve("long"));
        Files.write(root.resolve("long/.dsyncignore"), new byte[(1 << 20) + 1]);
        int exitCode = run("/x.o", at("link/x"), at("long/x"), at("x".repeat(300)), at("a.o"));
        assertEquals(ExitCode.PARTIAL, exitCode);
        assertEquals(at("a.o") + "\n", out());
        String[] lines = err().split("\n", -1);
        assertTrue(
                lines[0].startsWith("dsync: cannot check /x.o: it leads outside the root; "),
                err());
        assertTrue(lines[1].contains("link/x: Symbolic link in the path; "), err());
        assertTrue(lines[2].contains("long/.dsyncignore:1: file of rules too long; "), err());
        assertTrue(lines[3].contains("name longer than 255 bytes; "), err());
    }

    @Test
    void gitsFiles_countOnlyIfAskedForAndBehindOwnOnes() throws IOException {
        Files.writeString(root.resolve("d/.gitignore"), "*.c\nkeep.o\n");
        String[] paths = {at("d/x.c"), at("d/keep.o")};
        assertEquals(1, run(paths));
        assertEquals(0, run("--gitignore", "-v", paths[0], paths[1]));
        assertEquals(
                "d/.gitignore:1:*.c\t"
                        + paths[0]
                        + "\nd/.dsyncignore:2:!keep.o\t"
                        + paths[1]
                        + "\n",
                out());
    }

    @Test
    void wrongUse_isSaid() {
        assertEquals(ExitCode.USAGE, run("-n", "x"));
        assertTrue(err().contains("add -v"), err());
        assertEquals(ExitCode.USAGE, run());
        assertEquals(ExitCode.USAGE, run("--stdin", "x"));
        assertEquals(ExitCode.FILE_IO, run("--root", at("none"), "x"));
        assertTrue(err().contains("root/none: No such file or directory; name a directory"), err());
    }
}
