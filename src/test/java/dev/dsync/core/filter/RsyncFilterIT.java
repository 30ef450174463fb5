package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random rules over random trees, decided here and by rsync itself. */
@Tag("rsync")
class RsyncFilterIT {
    private static final long SEED =
            System.getProperty("dsync.seed", "").isEmpty() ? 1 : Long.getLong("dsync.seed");

    @TempDir Path temporary;

    private Path base;
    private Path source;
    private Path target;

    @BeforeEach
    void makeTrees() throws IOException {
        base = temporary.toRealPath();
        source = base.resolve("src");
        target = base.resolve("dst");
        Random random = new Random(42);
        fill(random, source, target, 3);
    }

    /** About 200 paths, of which each tree lacks some. */
    private static void fill(Random random, Path one, Path other, int levels) throws IOException {
        Files.createDirectories(one);
        Files.createDirectories(other);
        for (String name : RandomRules.FILE_NAMES) {
            boolean isDirectory = RandomRules.DIRECTORY_NAMES.contains(name) && levels > 0;
            if (!isDirectory && random.nextInt(10) < 4) {
                int where = random.nextInt(4);
                if (where != 0) {
                    Files.createFile(one.resolve(name));
                }
                if (where != 1) {
                    Files.createFile(other.resolve(name));
                }
            }
        }
        for (String name : RandomRules.DIRECTORY_NAMES) {
            if (levels > 0 && random.nextInt(10) < 7) {
                Path inOne =
                        random.nextInt(5) > 0
                                ? one.resolve(name)
                                : one.resolveSibling("one-" + levels);
                Path inOther =
                        random.nextInt(5) > 0
                                ? other.resolve(name)
                                : other.resolveSibling("two-" + levels);
                if (!Files.exists(inOne) && !Files.exists(inOther)) {
                    fill(random, inOne, inOther, levels - 1);
                }
            }
        }
    }

    @Test
    void randomRules_decideAsRsyncDoes() throws Exception {
        compareMany(SEED, 60);
    }

    @Test
    @Tag("exhaustive")
    void manyRandomRules_decideAsRsyncDoes() throws Exception {
        compareMany(SEED + 1_000_000, 700);
    }

    @Test
    void rulesInDirectories_decideAsRsyncDoes() throws Exception {
        compareDirectories(SEED + 2_000_000, 150);
    }

    @Test
    @Tag("exhaustive")
    void manyRulesInDirectories_decideAsRsyncDoes() throws Exception {
        for (int i = 0; i < 8; i++) {
            compareDirectories(SEED + 3_000_000 + i, 400);
        }
    }

    private void compareMany(long seed, int lists) throws Exception {
        for (int i = 0; i < lists; i++) {
            compare(seed + i);
        }
    }

    private void compare(long seed) throws Exception {
        RandomRules random = new RandomRules(new Random(seed));
        List<String> rules = random.rules(7, true, source.toString());
        List<Path> written = new ArrayList<>();
        if (random.chance(40)) {
            boolean sided = random.chance(20);
            String modifiers =
                    (random.chance(20) ? "e" : "")
                            + (random.chance(20) ? "n" : "")
                            + (random.chance(15) ? "p" : "")
                            + (sided ? random.pick(List.of("s", "r")) : "");
            String name = random.chance(25) ? "/.rf" : ".rf";
            insert(random, rules, ":" + modifiers + " " + name);
            for (Path directory : List.of(base, source, target)) {
                writeSome(random, directory, ".rf", !sided, written);
            }
            if (random.chance(40)) {
                insert(random, rules, random.pick(List.of(":-", ":+", ":-n", ":-p")) + " .pf");
                for (Path directory : List.of(source, target)) {
                    writeSome(random, directory, ".pf", false, written);
                }
            }
        }
        boolean excludedToo = random.chance(25);
        Path list = base.resolve("rules");
        Files.write(list, rules, StandardCharsets.UTF_8);
        List<String> command =
                new ArrayList<>(List.of("rsync", "-an", "-ii", "--delete", "--filter=. " + list));
        if (excludedToo) {
            command.add("--delete-excluded");
        }
        try {
            assertSame(
                    command,
                    parse(list),
                    excludedToo,
                    () -> "-Ddsync.seed=" + seed + " " + rules + " " + shown(written));
        } finally {
            for (Path path : written) {
                Files.delete(path);
            }
        }
    }

    private static void insert(RandomRules random, List<String> rules, String rule) {
        rules.add(random.chance(50) ? 0 : rules.size(), rule);
    }

    private void writeSome(
            RandomRules random, Path directory, String name, boolean sides, List<Path> written)
            throws IOException {
        if (random.chance(50)) {
            Path file = directory.resolve(name);
            List<String> lines =
                    name.equals(".pf")
                            ? random.patterns(3)
                            : random.rules(3, sides, source.toString());
            if (name.equals(".rf") && random.chance(15)) {
                lines.add(": .nf");
            }
            Files.write(file, lines, StandardCharsets.UTF_8);
            written.add(file);
        }
        if (!directory.equals(base)) {
            List<Path> below = new ArrayList<>();
            try (var stream = Files.newDirectoryStream(directory, Files::isDirectory)) {
                stream.forEach(below::add);
            }
            below.sort(null);
            for (Path child : below) {
                if (random.chance(40)) {
                    writeSome(random, child, name, sides, written);
                }
                if (random.chance(10) && !Files.exists(child.resolve(".nf"))) {
                    Files.write(
                            child.resolve(".nf"),
                            random.rules(2, false, source.toString()),
                            StandardCharsets.UTF_8);
                    written.add(child.resolve(".nf"));
                }
            }
        }
    }

    private static String shown(List<Path> files) {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            try {
                text.append('\n').append(file).append(": ").append(Files.readAllLines(file));
            } catch (IOException e) {
                text.append(e);
            }
        }
        return text.toString();
    }

    /** One run of rsync decides many lists: each stands in a merge file of a tree of its own. */
    private void compareDirectories(long seed, int lists) throws Exception {
        Path many = Files.createDirectories(base.resolve("many-" + seed));
        Path none = Files.createDirectories(base.resolve("none-" + seed));
        RandomRules random = new RandomRules(new Random(seed));
        for (int i = 0; i < lists; i++) {
            Path tree = many.resolve("t" + i);
            fill(new Random(seed + i), tree, none.resolve("t" + i), 1);
            Files.write(
                    tree.resolve(".rf"),
                    random.rules(6, true, many.toString()),
                    StandardCharsets.UTF_8);
        }
        source = many;
        target = none;
        Path list = Files.write(base.resolve("rules"), List.of(": .rf"), StandardCharsets.UTF_8);
        List<String> command = List.of("rsync", "-an", "-ii", "--delete", "--filter=. " + list);
        assertSame(command, parse(list), false, () -> "seed of directories: " + seed);
    }

    private static RuleSet parse(Path list) throws IOException, InvalidRuleException {
        RuleParser parser =
                new RuleParser(
                        name ->
                                Files.readAllBytes(
                                        Path.of(new String(name, StandardCharsets.UTF_8))),
                        false);
        parser.filter(RuleReader.utf8(". " + list));
        return RuleSet.parse(parser.rules().toText());
    }

    private void assertSame(
            List<String> command,
            RuleSet rules,
            boolean excludedToo,
            java.util.function.Supplier<String> what)
            throws Exception {
        Set<String> listed = new FilteredTree(source).listed(rules);
        Side side = excludedToo ? Side.TARGET_DELETING_EXCLUDED : Side.TARGET;
        Set<String> deleted = new FilteredTree(target).deleted(rules, side, listed);
        Set<String> listedByRsync = new TreeSet<>();
        Set<String> deletedByRsync = new TreeSet<>();
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(source + "/", target + "/"));
        Path output = base.resolve("output");
        var builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        int exit = builder.start().waitFor();
        for (String line : Files.readAllLines(output, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("*deleting   ")) {
                deletedByRsync.add(line.substring(12));
            } else if (line.length() > 12
                    && line.charAt(11) == ' '
                    && "<>ch.".indexOf(line.charAt(0)) >= 0) {
                listedByRsync.add(line.substring(12));
            } else if (!line.startsWith("cannot delete non-empty directory")) {
                fail(what.get() + "\nrsync: " + line);
            }
        }
        listedByRsync.remove("./");
        assertEquals(0, exit, what);
        assertEquals(String.join("\n", listedByRsync), String.join("\n", listed), what);
        assertEquals(String.join("\n", deletedByRsync), String.join("\n", deleted), what);
    }
}
