package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random ignore files in random trees, decided here and by git itself. */
@Tag("git")
class GitIgnoreIT {
    private static final long SEED =
            System.getProperty("dsync.seed", "").isEmpty() ? 1 : Long.getLong("dsync.seed");

    @TempDir Path temporary;

    /** A path asked about, in bytes, and what it is. */
    private record Asked(RelPath path, boolean directory) {}

    @Test
    void randomFiles_decideAsInGit() throws Exception {
        compare(SEED, 120);
    }

    @Test
    @Tag("exhaustive")
    void manyRandomFiles_decideAsInGit() throws Exception {
        for (int i = 1; i <= 20; i++) {
            compare(SEED + i * 1_000_000L, 500);
        }
    }

    /** Each tree has ignore files of its own; the one at the top of all concerns every tree. */
    private void compare(long seed, int trees) throws Exception {
        Path root = Files.createDirectory(temporary.resolve("repository-" + seed));
        run(root, new byte[0], "git", "init", "-q");
        RandomIgnoreFiles random = new RandomIgnoreFiles(new Random(seed));
        Files.writeString(root.resolve(".gitignore"), "bar\n!/*/a/bar\n/t?/**/abc\nt*/[z]\n");
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < trees; i++) {
            fill(random, root, "t" + i, 3, asked);
        }
        ByteArrayOutputStream paths = new ByteArrayOutputStream();
        for (Asked one : asked) {
            paths.writeBytes(one.path.bytes());
            paths.write(0);
        }
        byte[] said =
                run(
                        root,
                        paths.toByteArray(),
                        "git",
                        "check-ignore",
                        "-v",
                        "-n",
                        "-z",
                        "--stdin",
                        "--no-index");
        List<String> fields = fields(said);
        assertEquals(asked.size() * 4, fields.size());
        IgnoreRules rules =
                IgnoreRules.ofRoot(List.of(IgnoreRules.GIT_FILE), new FilteredTree(root));
        int decided = 0;
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            Verdict verdict = rules.verdictBelow(one.path, one.directory);
            String git =
                    fields.get(4 * i) + ":" + fields.get(4 * i + 1) + ":" + fields.get(4 * i + 2);
            String own =
                    verdict.origin().map(Origin::toString).orElse(":")
                            + ":"
                            + verdict.rule().orElse("");
            assertEquals(
                    git, own, () -> one + "; repeat with -Ddsync.seed=" + seed + " in " + root);
            decided += git.equals("::") ? 0 : 1;
        }
        assertTrue(asked.size() >= 2_000 && decided > asked.size() / 4, decided + " decided");
        assertTrue(decided < asked.size() * 9 / 10, decided + " decided");
    }

    private static void fill(
            RandomIgnoreFiles random, Path root, String directory, int levels, List<Asked> asked)
            throws Exception {
        Path here = Files.createDirectories(root.resolve(directory));
        if (levels == 3 || random.chance(35)) {
            Files.write(here.resolve(".gitignore"), random.lines(5));
        }
        if (levels < 3) {
            asked.add(new Asked(RelPath.literal(directory), true));
        }
        RelPath path = RelPath.literal(directory);
        List<String> below = new ArrayList<>();
        for (int i = 0; levels > 0 && i < 2; i++) {
            String name = random.directory();
            if (!below.contains(name)) {
                below.add(name);
                fill(random, root, directory + "/" + name, levels - 1, asked);
            }
        }
        for (int i = 0; i < 3; i++) {
            byte[] name = random.file();
            if (!below.contains(new String(name, StandardCharsets.UTF_8))) {
                asked.add(new Asked(path.child(Name.of(name)), false));
            }
        }
    }

    private static List<String> fields(byte[] said) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < said.length; i++) {
            if (said[i] == 0) {
                fields.add(Escape.path(Arrays.copyOfRange(said, start, i)));
                start = i + 1;
            }
        }
        return fields;
    }

    /** What a command says that reads these bytes, with no configuration of the user's. */
    private byte[] run(Path directory, byte[] input, String... command) throws Exception {
        Path in = Files.write(temporary.resolve("in"), input);
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("HOME", temporary.toString());
        builder.environment().put("XDG_CONFIG_HOME", temporary.toString());
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        int exitCode = builder.start().waitFor();
        assertTrue(exitCode <= 1, exitCode + ": " + Files.readString(err));
        return Files.readAllBytes(out);
    }
}
