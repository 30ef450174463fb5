package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The options about how what changes is written, as a run is asked for them. */
class WritingDraftTest {
    @TempDir private Path home;

    private Order order(String flags) throws UsageException, IOException, InvalidRuleException {
        PushCommand push = new PushCommand("push");
        List<String> all = new ArrayList<>(Arrays.asList((flags + " A B").split(" ", -1)));
        Main.parse(new CommandLine(push.spec()), all);
        return push.order(
                Settings.read(
                        FileSystem.ofThisMachine(),
                        home.resolve("config.toml").toString(),
                        Map.of()));
    }

    private Optional<Policy.Backup> backup(String flags) throws Exception {
        return order(flags).run().policy().writing().backup();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-R --no-implied-dirs",
                "--inplace",
                "--append",
                "--backup-dir=x",
                "-K",
                "--remove-source-files"
            })
    void atomicTree_goesWithNothingThatChangesSomethingBefore(String flags) {
        UsageException refused =
                assertThrows(UsageException.class, () -> order("--atomic-tree " + flags));
        String option = flags.substring(flags.lastIndexOf(' ') + 1).replaceAll("=.*", "");
        assertTrue(String.valueOf(refused.getMessage()).contains(option), refused::getMessage);
    }

    @Test
    void backups_haveTheSuffixOfTheirPlace() throws Exception {
        TypedPath kept = TypedPath.literal("../kept");
        assertEquals(Optional.empty(), backup("--suffix=.x"));
        assertEquals(Optional.of(new Policy.Backup("~", null)), backup("-b"));
        assertEquals(Optional.of(new Policy.Backup(".x", null)), backup("-b --suffix=.x"));
        assertEquals(Optional.of(new Policy.Backup("", kept)), backup("--backup-dir=../kept"));
        assertEquals(
                Optional.of(new Policy.Backup("", kept)), backup("--backup-dir=../kept --no-b"));
        assertEquals(Optional.empty(), backup("-b --no-b"));
        assertEquals(
                Optional.of(new Policy.Backup(".x", kept)),
                backup("-b --backup-dir=../kept --suffix=.x"));
        assertEquals(
                Optional.of(new Policy.Backup(".x", null)),
                backup("--backup-dir=./ --suffix=.x"),
                "which is the destination");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-b --backup-dir=./",
                "--backup-dir=.",
                "--backup-dir=. --suffix=",
                "--append --whole-file",
                "--append-verify -W",
                "--inplace --partial-dir=x",
                "--append --partial-dir=x"
            })
    void whatRsyncRefuses_isRefused(String flags) {
        UsageException refused = assertThrows(UsageException.class, () -> order(flags));
        String option = flags.replaceAll(".* |=.*", "").replace("-W", "--whole-file");
        assertTrue(String.valueOf(refused.getMessage()).contains(option), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--append --no-W", "--inplace -W", "--inplace --no-inplace --partial-dir=x"})
    void whatRsyncTakes_isTaken(String flags) throws Exception {
        assertEquals(false, order(flags).run().policy().writing().backup().isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "-b, ''",
        "-b --delete, -r *~",
        "-b --delete --suffix=[1], -r *\\[1]",
        "-b --delete-excluded, ''",
        "--backup-dir=../kept --delete, ''",
        "--backup-dir=/kept --delete, ''",
        "--backup-dir=x/../kept --delete, ''",
        "--backup-dir=x/./kept/ --delete, -r /x/kept/",
        "--backup-dir=kept --delete-excluded, -r /kept/",
        "--backup-dir=k*t --delete, -r /k\\*t/",
    })
    void backups_areProtectedFromDeletes(String flags, String rules) throws Exception {
        assertEquals(rules, String.join("\n", order(flags).run().scope().rules()));
    }

    @Test
    void backupsBesideWhatIsNew_leaveTimesOfDirectories() throws Exception {
        assertEquals(false, order("-b").run().profile().directoryModified());
        assertEquals(true, order("--backup-dir=../x").run().profile().directoryModified());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--suffix=", "-b --suffix=", "--suffix=a/b", "--backup-dir= --suffix="})
    void suffixesThatMakeNoBackup_areRefused(String flags) {
        UsageException e = assertThrows(UsageException.class, () -> order(flags));
        assertTrue(String.valueOf(e.getMessage()).contains("--suffix"), e.getMessage());
    }

    @Test
    void optionsThatAskForWhatIsDoneAnyway_saySo() throws Exception {
        List<String> notes =
                order("-v --partial --partial-dir=x -P -y --suffix=x -T x").view().notes();
        assertEquals(5, notes.size(), notes::toString);
    }

    @Test
    void directoriesBesideTheDestination_areOfOneUseAndNoMoreThan20() throws Exception {
        Policy.Alternates two =
                new Policy.Alternates(
                        Policy.Alternates.Use.LINK,
                        List.of(TypedPath.literal("../c"), TypedPath.literal("/d")));
        assertEquals(
                Optional.of(two),
                order("--link-dest=../c --link-dest=/d").run().policy().writing().alternates());
        assertThrows(UsageException.class, () -> order("--link-dest=../c --copy-dest=../d"));
        assertThrows(UsageException.class, () -> order("-v" + " --copy-dest=x".repeat(21)));
    }
}
