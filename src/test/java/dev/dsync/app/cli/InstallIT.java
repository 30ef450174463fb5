package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/install}, from a tree that is built already. */
class InstallIT {
    @TempDir private Path directory;
    private Path tree = Path.of("");
    private Path prefix = Path.of("");

    @BeforeEach
    void copyTree() throws IOException {
        tree = directory.resolve("a source tree");
        prefix = directory.resolve("a prefix/with spaces");
        Files.createDirectories(tree.resolve("src/main"));
        Files.createDirectories(tree.resolve("target"));
        Files.createFile(tree.resolve("pom.xml"));
        copy(Path.of("scripts"), tree);
        copy(Path.of("src/dist"), tree.resolve("src"));
        copy(Path.of(System.getProperty("dsync.image", "")), tree.resolve("target"));
        Command.of("touch", tree.resolve("target/image/stamp").toString()).run().succeeded();
    }

    private static void copy(Path what, Path into) throws IOException {
        Command.of("cp", "-Rp", what.toString(), into + "/").run().succeeded();
    }

    private Finished run(String... argv) throws IOException {
        return Command.of(argv)
                .in(directory)
                .with("HOME", directory.toString())
                .with("DSYNC_HOME", directory.resolve("home").toString())
                .with("PATH", "/usr/bin:/bin")
                .run();
    }

    private void install() throws IOException {
        Finished installed = run(tree.resolve("scripts/install").toString(), prefix.toString());
        assertEquals(0, installed.exitCode(), installed.stderr());
        assertTrue(installed.stderr().contains("installed " + prefix + "/bin/dsync"));
        assertTrue(installed.stderr().contains("is not on PATH"), installed.stderr());
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void installed_itNeedsNoSourceTree_andReplacesAnOlderOneWhole() throws IOException {
        install();
        Path image = prefix.resolve("lib/dsync");
        Files.writeString(image.resolve("lib/of-an-older-one.jar"), "");
        install();
        assertFalse(Files.exists(image.resolve("lib/of-an-older-one.jar")));
        assertEquals(Set.of("dsync"), names(prefix.resolve("lib")));

        Command.of("rm", "-rf", tree.toString()).run().succeeded();
        String dsync = prefix.resolve("bin/dsync").toString();
        assertEquals("dsync " + PomVersion.read() + "\n", run(dsync, "--version").stdout());
        Files.writeString(Files.createDirectory(directory.resolve("a")).resolve("f"), "content");
        run(dsync, "push", "a/", "b/").succeeded();
        assertEquals("content", Files.readString(directory.resolve("b/f")));
    }

    @Test
    void manualPagesAndCompletion_areWhereTheirReadersLook() throws IOException {
        install();
        Path share = prefix.resolve("share");
        assertEquals(names(Path.of("src/dist/man")), names(share.resolve("man/man1")));
        assertEquals(names(Path.of("src/dist/systemd")), names(share.resolve("systemd/user")));
        assertEquals(Set.of("crontab", "jobs.toml"), names(share.resolve("doc/dsync")));
        String completion = share.resolve("bash-completion/completions/dsync").toString();
        String completed =
                run(
                                "bash",
                                "-c",
                                ". '"
                                        + completion
                                        + "'; complete -p dsync; bash -n '"
                                        + completion
                                        + "'")
                        .succeeded()
                        .stdout();
        assertTrue(completed.contains("dsync"), completed);
        String zsh = Files.readString(share.resolve("zsh/site-functions/_dsync"));
        assertTrue(zsh.startsWith("#compdef dsync\n"), zsh);
    }

    @Test
    void wrongUse_isExplained() throws IOException {
        Finished explained = run(tree.resolve("scripts/install").toString(), "--help");
        assertEquals(1, explained.exitCode());
        assertTrue(explained.stderr().startsWith("usage: scripts/install [PREFIX]"));
    }
}
