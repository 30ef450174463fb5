package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.engine.session.Ending;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of what could not be kept. */
class UnkeptMessagesTest {
    private static final Unkept ALL = new Unkept(12, 1, 2, 3, 4);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    @TempDir Path home;

    private String err(String flags, String to, Unkept unkept) {
        List<byte[]> argv =
                Arrays.stream(("push " + flags + " A/ " + to).split(" +", -1))
                        .map(arg -> arg.getBytes(StandardCharsets.UTF_8))
                        .toList();
        Console console =
                new Console(
                        out,
                        err,
                        Map.of("DSYNC_HOME", home.toString()),
                        0,
                        () -> 0,
                        new Cancellation());
        Runs runs = (options, watcher) -> new Ending.Done(PlanSummary.EMPTY, 0, 0, false, unkept);
        assertEquals(ExitCode.OK, Main.run(argv, console, new Assembly(runs)));
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachKind_isToldOnceWithACount() {
        assertEquals(
                """
                dsync: owners of 12 entries not kept: only root may give files away
                dsync: groups of 1 entry not kept: whoever writes is no member of them
                dsync: devices: 2 entries not made: only root may make them
                dsync: set-user-id and set-group-id bits of 3 entries not kept: the share does not grant setuid
                dsync: extended attributes of 4 entries not all kept: only root at both ends keeps others than those that begin with user.
                """,
                err("-X", "B/", ALL));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void farAway_thereAreMoreReasons() {
        Unkept unkept = new Unkept(1, 0, 1, 0, 0);
        assertEquals(
                """
                dsync: owners of 1 entry not kept: dsync has to run as root at both ends
                dsync: devices: 1 entry not made: dsync has to run as root at both ends
                """,
                err("", "host:B/", unkept));
    }

    @Test
    void share_hasToGrantIt() {
        assertEquals(
                "dsync: owners of 1 entry not kept: the share has to grant owner, and dsync to run"
                        + " as root at both ends\n",
                err("", "dsync://host/m/", new Unkept(1, 0, 0, 0, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-q", "--list-only", "-r --no-X"})
    void whatWasNotAskedForOrIsNotToBeTold_isNot(String flags) {
        assertEquals("", err(flags, "B/", ALL));
    }

    @Test
    void nothingLost_nothingIsSaid() {
        assertEquals("", err("-X", "B/", Unkept.NONE));
    }

    @Test
    void json_tellsEachKind() {
        err("--json", "B/", new Unkept(12, 0, 0, 0, 0));
        assertEquals(
                "{\"v\":1,\"event\":\"unkept\",\"what\":\"owners\",\"entries\":12,"
                        + "\"message\":\"owners of 12 entries not kept: only root may give files"
                        + " away\"}",
                out.toString(StandardCharsets.UTF_8).lines().skip(1).findFirst().orElse(""));
    }
}
