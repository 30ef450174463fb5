package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.ServeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ignore files in push and pull, as programs: within a machine, by a shell, and of a share. */
class IgnoreFilesIT {
    private static final List<String> LINES =
            List.of(
                    "*.o", "/a", "!a", "b/", "a/*", "!a/c", "**/c", "[ab].c", "!b.o", "a/**/b",
                    "c*", "!/b/", "*", "!*/", "!*.c");
    private static final List<String> NAMES = List.of("a", "b", "c", "a.o", "b.o", "a.c", "d");

    @TempDir private Path directory;

    private Finished dsync(String... words) throws IOException {
        List<String> argv = new ArrayList<>(List.of(Image.program().toString()));
        argv.addAll(Arrays.asList(words));
        return Command.of(argv).with("DSYNC_HOME", directory.resolve("home").toString()).run();
    }

    private void write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String names(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return String.join(
                    " ",
                    new TreeSet<>(
                            files.filter(Files::isRegularFile)
                                    .map(file -> root.relativize(file).toString())
                                    .toList()));
        }
    }

    @ParameterizedTest
    @CsvSource({"push, here", "push, shell", "pull, shell", "push, tls", "pull, tls"})
    void whatEitherSideIgnores_isLeftAlone(String verb, String way) throws IOException {
        write("a/.dsyncignore", "*.o\n");
        write("a/.gitignore", "*.c\n!keep.c\n");
        for (String name : List.of("x", "x.o", "x.c", "keep.c", "local")) {
            write("a/d/" + name, "theirs");
        }
        for (String name : List.of("x.o", "y.o", "y.c", "gone", "local")) {
            write("b/d/" + name, "ours");
        }
        write("b/d/.dsyncignore", "local\n");
        Path source = directory.resolve("a");
        Path target = directory.resolve("b");
        boolean push = verb.equals("push");
        switch (way) {
            case "shell" -> {
                Path shell = directory.resolve("shell");
                Files.writeString(
                        shell, "#!/bin/sh\nexec '" + Image.program() + "' serve --stdio\n");
                Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwx------"));
                heed(verb, push ? source + "/" : "h:" + source + "/", (push ? "h:" : "") + target);
            }
            case "tls" -> {
                Path key = directory.resolve("key");
                Files.writeString(key, "7".repeat(64) + "\n");
                Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
                try (ServeProcess serving =
                        ServeProcess.open(
                                List.of(Image.program().toString()),
                                directory.resolve("home2"),
                                List.of("--key-file", key + "", "--share", "x=" + directory))) {
                    String share = "dsync://127.0.0.1:" + serving.port() + "/x/";
                    heed(
                            verb,
                            push ? source + "/" : share + "a/",
                            push ? share + "b" : target.toString());
                }
            }
            default -> heed(verb, source + "/", target.toString());
        }
    }

    /** With git's files first, and with none at last. */
    private void heed(String verb, String from, String to) throws IOException {
        Path target = directory.resolve("b");
        String[] words = {
            verb,
            "--delete",
            "--key-file",
            directory.resolve("key") + "",
            "-e",
            directory.resolve("shell") + "",
            from,
            to
        };
        List<String> common = Arrays.asList(words);
        List<String> git = new ArrayList<>(common);
        git.add(1, "--gitignore");
        dsync(git.toArray(String[]::new)).succeeded();
        assertEquals(
                ".dsyncignore .gitignore d/keep.c d/local d/x d/x.o d/y.c d/y.o", names(target));
        assertEquals("ours", Files.readString(target.resolve("d/local")));
        assertEquals("ours", Files.readString(target.resolve("d/x.o")));
        dsync(words).succeeded();
        assertEquals(
                ".dsyncignore .gitignore d/keep.c d/local d/x d/x.c d/x.o d/y.o", names(target));
        assertEquals("theirs", Files.readString(target.resolve("d/local")));
        List<String> none = new ArrayList<>(common);
        none.add(1, "--no-dsyncignore");
        dsync(none.toArray(String[]::new)).succeeded();
        assertEquals(names(directory.resolve("a")), names(target));
        assertEquals("theirs", Files.readString(target.resolve("d/x.o")));
    }

    @Test
    void whatGitIgnores_isWhatDoesNotCome_andCheckIgnoreAgrees() throws IOException {
        Random random = new Random(11);
        Path root = directory.resolve("a");
        for (int tree = 0; tree < 40; tree++) {
            fill(random, root.resolve("t" + tree), 3);
        }
        List<String> all = List.of(names(root).split(" "));
        String paths = String.join("\n", all) + "\n";
        Command.of("git", "init", "-q").in(root).run().succeeded();
        String git =
                Command.of("git", "check-ignore", "--no-index", "--stdin")
                        .in(root)
                        .with("GIT_CONFIG_GLOBAL", "/dev/null")
                        .fed(paths)
                        .run()
                        .stdout();
        String own =
                Command.of(Image.program().toString(), "check-ignore", "--gitignore", "--stdin")
                        .in(root)
                        .fed(paths)
                        .run()
                        .stdout();
        assertEquals(git, own);
        List<String> left = new ArrayList<>(all);
        left.removeAll(List.of(git.split("\n")));
        assertTrue(left.size() > all.size() / 9 && left.size() < all.size() * 8 / 9, git);
        dsync("push", "--gitignore", "--exclude=/.git", root + "/", directory + "/b").succeeded();
        assertEquals(String.join(" ", left), names(directory.resolve("b")));
        // and what is there of what the source ignores stays when all else goes
        dsync("push", "--exclude=/.git", root + "/", directory + "/c").succeeded();
        for (String path : left) {
            if (!path.endsWith(".gitignore")) {
                Files.delete(root.resolve(path));
            }
        }
        dsync("push", "--gitignore", "--exclude=/.git", "--delete", root + "/", directory + "/c")
                .succeeded();
        List<String> kept = new ArrayList<>(all);
        kept.removeIf(path -> left.contains(path) && !path.endsWith(".gitignore"));
        assertEquals(String.join(" ", kept), names(directory.resolve("c")));
    }

    @Test
    void gitsFileThatIsNone_saysNothing() throws IOException {
        write("a/.rules", "x\n");
        write("a/l/x", "x");
        write("a/d/.gitignore/x", "x");
        Path root = directory.resolve("a");
        Files.createSymbolicLink(root.resolve("l/.gitignore"), Path.of("../.rules"));
        Command.of("git", "init", "-q").in(root).run().succeeded();
        for (List<String> asked :
                List.of(
                        List.of("git", "check-ignore", "--no-index"),
                        List.of(Image.program().toString(), "check-ignore", "--gitignore"))) {
            List<String> argv = new ArrayList<>(asked);
            argv.addAll(List.of("l/x", "d/.gitignore/x"));
            assertEquals(1, Command.of(argv).in(root).run().exitCode());
        }
        dsync("push", "--gitignore", "--exclude=/.git", root + "/", directory + "/b").succeeded();
        assertEquals(".rules d/.gitignore/x l/.gitignore l/x", names(directory.resolve("b")));
    }

    private static void fill(Random random, Path at, int levels) throws IOException {
        Files.createDirectories(at);
        if (levels == 3 || random.nextInt(3) == 0) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                lines.add(LINES.get(random.nextInt(LINES.size())));
            }
            Files.write(at.resolve(".gitignore"), lines);
        }
        for (String name : NAMES) {
            if (levels > 0 && random.nextInt(4) == 0) {
                fill(random, at.resolve(name), levels - 1);
            } else if (random.nextBoolean()) {
                Files.writeString(at.resolve(name), name);
            }
        }
    }
}
