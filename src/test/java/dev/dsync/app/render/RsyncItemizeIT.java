package dev.dsync.app.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Actions;
import dev.dsync.core.plan.DiskListing;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.MergedPairs;
import dev.dsync.core.plan.RunFlags;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Problem;
import dev.dsync.engine.session.PlannedItems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines of a plan against those of {@code rsync -n -i} for the same two trees.
 *
 * <p>What becomes of one name does not depend on its neighbours, so all pairs of states stand side
 * by side in one tree and one run of rsync per combination of flags covers them.
 */
@Tag("rsync")
class RsyncItemizeIT {
    private static final long EPOCH = 1_000_000_000;
    private static final long SEED = Long.getLong("dsync.seed", 20_250_101L);

    private final Map<String, List<String>> differing = new LinkedHashMap<>();

    @TempDir Path temp;

    /** What may stand under a name. */
    private enum State {
        ABSENT,
        FILE,
        FILE_OTHER_CONTENT,
        FILE_OLDER,
        FILE_OLDER_OTHER_CONTENT,
        FILE_LARGER,
        FILE_LARGER_OLDER,
        FILE_EXECUTABLE,
        FILE_EXECUTABLE_OLDER,
        FILE_FRACTION,
        DIRECTORY_EMPTY,
        DIRECTORY_OLDER_PRIVATE,
        DIRECTORY_WITH_FILE,
        DIRECTORY_WITH_TREE,
        LINK,
        LINK_OLDER,
        LINK_ELSEWHERE,
        FIFO,
        FIFO_OLDER_PRIVATE;

        boolean isDirectory() {
            return name().startsWith("DIRECTORY");
        }

        boolean isFilled() {
            return this == DIRECTORY_WITH_FILE || this == DIRECTORY_WITH_TREE;
        }
    }

    private static void make(Path path, State state) throws IOException, InterruptedException {
        switch (state) {
            case ABSENT -> {}
            case FILE -> file(path, "ab", 0644, 0, 0);
            case FILE_OTHER_CONTENT -> file(path, "xy", 0644, 0, 0);
            case FILE_OLDER -> file(path, "ab", 0644, -9, 0);
            case FILE_OLDER_OTHER_CONTENT -> file(path, "xy", 0644, -9, 0);
            case FILE_LARGER -> file(path, "abcd", 0644, 0, 0);
            case FILE_LARGER_OLDER -> file(path, "abcd", 0600, -9, 0);
            case FILE_EXECUTABLE -> file(path, "ab", 0755, 0, 0);
            case FILE_EXECUTABLE_OLDER -> file(path, "ab", 0711, -9, 0);
            case FILE_FRACTION -> file(path, "ab", 0644, 9, 500_000_000);
            case DIRECTORY_EMPTY -> directory(path, 0755, 0);
            case DIRECTORY_OLDER_PRIVATE -> directory(path, 0700, -9);
            case DIRECTORY_WITH_FILE -> {
                Files.createDirectory(path);
                file(path.resolve("f"), "ab", 0644, 0, 0);
                settle(path, 0755, 0, 0);
            }
            case DIRECTORY_WITH_TREE -> {
                Files.createDirectories(path.resolve("d/e"));
                file(path.resolve("d/f"), "abc", 0644, 0, 0);
                Files.createSymbolicLink(path.resolve("d/l"), Path.of("to"));
                settle(path.resolve("d/l"), 0, 0, 0);
                settle(path.resolve("d/e"), 0755, 0, 0);
                settle(path.resolve("d"), 0755, 0, 0);
                settle(path, 0755, 0, 0);
            }
            case LINK -> link(path, "to", 0);
            case LINK_OLDER -> link(path, "to", -9);
            case LINK_ELSEWHERE -> link(path, "elsewhere", 0);
            case FIFO -> fifo(path, 0644, 0);
            case FIFO_OLDER_PRIVATE -> fifo(path, 0600, -9);
        }
    }

    private static void file(Path path, String content, int mode, long seconds, int nanos)
            throws IOException {
        Files.writeString(path, content);
        settle(path, mode, seconds, nanos);
    }

    private static void directory(Path path, int mode, long seconds) throws IOException {
        Files.createDirectory(path);
        settle(path, mode, seconds, 0);
    }

    private static void link(Path path, String target, long seconds) throws IOException {
        Files.createSymbolicLink(path, Path.of(target));
        settle(path, 0, seconds, 0);
    }

    /** A FIFO; its time is set by a process, since the JDK would open it and wait for a writer. */
    private static void fifo(Path path, int mode, long seconds)
            throws IOException, InterruptedException {
        run(List.of("mkfifo", "-m", Integer.toOctalString(mode), path.toString()));
        run(List.of("touch", "-d", "@" + (EPOCH + seconds), path.toString()));
    }

    private static void settle(Path path, int mode, long seconds, int nanos) throws IOException {
        if (mode != 0) {
            StringBuilder text = new StringBuilder();
            for (int bit = 8; bit >= 0; bit--) {
                text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
            }
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text.toString()));
        }
        FileTime time = FileTime.from(java.time.Instant.ofEpochSecond(EPOCH + seconds, nanos));
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, time, null);
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines;
        try (Stream<String> out = process.inputReader(StandardCharsets.UTF_8).lines()) {
            lines = out.toList();
        }
        process.waitFor();
        return lines;
    }

    /**
     * The item lines of rsync, and what it cannot make way for; its other words are not compared.
     */
    private Set<String> oracle(List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("rsync", "-n", "-i", "--modify-window=-1"));
        // what rsync stumbles over under --ignore-existing would else stop all its deletes
        command.add("--ignore-errors");
        command.addAll(flags);
        command.add(temp.resolve("s") + "/");
        command.add(temp.resolve("d") + "/");
        TreeSet<String> lines = new TreeSet<>();
        for (String line : run(command)) {
            if (line.matches("[<>ch.*][fdLDSd].{9} .*|\\*deleting   .*")) {
                lines.add(line);
            } else if (line.startsWith("cannot delete non-empty directory: ")) {
                lines.add(line);
            }
        }
        return lines;
    }

    private Set<String> planned(List<Entry> local, List<Entry> remote, List<String> flags)
            throws IOException {
        boolean unchanged = flags.contains("-i");
        ItemLines text = new ItemLines(Direction.RECEIVED);
        var planner = new RunFlags(flags).planner(022);
        var pairs = new MergedPairs(local, remote);
        Actions actions = unchanged ? planner.planWithUnchanged(pairs) : planner.plan(pairs);
        TreeSet<String> lines = new TreeSet<>();
        for (Action action = actions.next(); action != null; action = actions.next()) {
            if (action instanceof Action.Blocked blocked
                    && blocked.problem().kind() == Problem.Kind.DIRECTORY_NOT_EMPTY) {
                lines.add("cannot delete non-empty directory: " + blocked.path());
            }
            PlannedItems.of(action)
                    .filter(item -> unchanged || !(item instanceof Item.Unchanged))
                    .flatMap(text::itemized)
                    .ifPresent(lines::add);
        }
        return lines;
    }

    private static List<List<String>> combinations(List<List<String>> choices) {
        List<List<String>> all = List.of(List.of());
        for (List<String> choice : choices) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> flags : all) {
                for (String flag : choice) {
                    List<String> next = new ArrayList<>(flags);
                    if (!flag.isEmpty()) {
                        next.add(flag);
                    }
                    longer.add(next);
                }
            }
            all = longer;
        }
        return all;
    }

    private void settleRoots() throws IOException {
        settle(temp.resolve("s"), 0755, 0, 0);
        settle(temp.resolve("d"), 0755, 0, 0);
    }

    @Test
    @Tag("exhaustive")
    void everyPairOfStates_underEveryCombinationOfFlags_isItemizedAsByRsync() throws Exception {
        compareEveryPairOfStates(everyCombination());
    }

    @Test
    void everyPairOfStates_underSomeCombinationsOfFlags_isItemizedAsByRsync() throws Exception {
        List<List<String>> some = new ArrayList<>(everyCombination());
        Collections.shuffle(some, new Random(SEED));
        compareEveryPairOfStates(some.subList(0, 100));
    }

    private void compareEveryPairOfStates(List<List<String>> combinations) throws Exception {
        for (String side : List.of("s", "d")) {
            Files.createDirectory(temp.resolve(side));
        }
        for (State local : State.values()) {
            for (State remote : State.values()) {
                String name = local + "--" + remote;
                make(temp.resolve("d").resolve(name), local);
                make(temp.resolve("s").resolve(name), remote);
            }
        }
        settleRoots();
        List<Entry> local = DiskListing.of(temp.resolve("d"));
        List<Entry> remote = DiskListing.of(temp.resolve("s"));
        for (List<String> flags : combinations) {
            compare(local, remote, flags);
        }
        assertEquals(List.of(), deviations(), () -> "repeat with -Ddsync.seed=" + SEED);
    }

    private static List<List<String>> everyCombination() {
        List<String> deletes = List.of("", "--delete", "--force");
        List<String> comparisons = List.of("", "-c", "-I", "--size-only");
        List<List<String>> all = new ArrayList<>();
        List<String> kept = List.of("-a", "-rlt", "-rl", "-rltpE", "-rltE", "-rptgo", "-aO", "-aJ");
        all.addAll(combinations(List.of(kept, deletes, comparisons, List.of("", "-i"))));
        all.addAll(
                combinations(
                        List.of(
                                List.of("-a", "-rlt"),
                                deletes,
                                comparisons,
                                List.of("", "-u"),
                                List.of("", "--existing", "--ignore-existing"),
                                List.of("", "--max-size=3", "--min-size=3"))));
        return all;
    }

    /** Adds the lines only one of both prints, with the first flags under which that is so. */
    private void compare(List<Entry> local, List<Entry> remote, List<String> flags)
            throws IOException, InterruptedException {
        Set<String> expected = oracle(flags);
        Set<String> actual = planned(local, remote, flags);
        if (flags.contains("--ignore-existing")) {
            // below a directory that is no directory here rsync writes through a link or stumbles;
            // dsync leaves it
            expected.removeIf(RsyncItemizeIT::isBelowReplacedDirectory);
        }
        expected.stream()
                .filter(line -> !actual.contains(line))
                .forEach(l -> differing.putIfAbsent("- " + l, flags));
        actual.stream()
                .filter(line -> !expected.contains(line))
                .forEach(l -> differing.putIfAbsent("+ " + l, flags));
    }

    private List<String> deviations() {
        return differing.entrySet().stream()
                .limit(40)
                .map(d -> d.getKey() + "   " + d.getValue())
                .toList();
    }

    private static boolean isBelowReplacedDirectory(String line) {
        for (State local : State.values()) {
            for (State remote : State.values()) {
                if (!local.isDirectory()
                        && local != State.ABSENT
                        && remote.isFilled()
                        && line.contains(" " + local + "--" + remote + "/")) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void randomTrees_areItemizedAsByRsync() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 15; round++) {
            for (String side : List.of("s", "d")) {
                Path root = temp.resolve(side);
                run(List.of("rm", "-rf", root.toString()));
                Files.createDirectory(root);
                grow(root, random, 3);
                settle(root, 0755, random.nextInt(2) * -9L, 0);
            }
            List<Entry> local = DiskListing.of(temp.resolve("d"));
            List<Entry> remote = DiskListing.of(temp.resolve("s"));
            for (List<String> flags :
                    combinations(
                            List.of(
                                    List.of("-a", "-rlt"),
                                    List.of("", "--delete", "--force"),
                                    List.of("", "-u")))) {
                compare(local, remote, flags);
            }
            int last = round;
            assertEquals(
                    List.of(),
                    deviations(),
                    () -> "repeat with -Ddsync.seed=" + SEED + "; round " + last);
        }
    }

    private static void grow(Path directory, SplittableRandom random, int depth)
            throws IOException, InterruptedException {
        List<State> states = List.of(State.values());
        for (String name : List.of("a", "b", "a-b")) {
            Path path = directory.resolve(name);
            if (depth > 0 && random.nextInt(2) == 0) {
                Files.createDirectory(path);
                grow(path, random, depth - 1);
                settle(path, random.nextInt(2) == 0 ? 0755 : 0700, random.nextInt(2) * -9L, 0);
            } else {
                make(path, states.get(random.nextInt(states.size())));
            }
        }
    }
}
