package dev.dsync.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy that is wrong in one small way is found out. */
@Tag("rsync")
class SabotageIT {

    private static final List<String> CASE =
            List.of(
                    "== sabotaged",
                    "about flag -i",
                    "flags -i --delete",
                    "in-order",
                    "A:",
                    " f f 0640 @1100000000.000000005 \"hello\"",
                    " d d @1100000000.5",
                    " f d/g \"x\"",
                    " l l -> f",
                    " p p",
                    "B:",
                    " f extra \"e\"");

    @TempDir Path directory;

    private List<String> findings(SyncUnderTest program) throws IOException {
        return new CaseRunner(directory.resolve("w")).findings(CaseText.parse(CASE), program);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "touch -d @1100000000.000000006 B/f",
                "touch -d @1100000000.4 B/d",
                "touch -h -d @1100000000 B/l",
                "chmod 600 B/f",
                "chmod 700 B",
                "cp -p B/f B/h && printf j | dd of=B/f conv=notrunc status=none && touch -r B/h B/f"
                        + " && rm B/h",
                "ln -sfn g B/l && touch -h -d @1000000000 B/l",
                "rm B/p",
                "touch B/d/more && touch -d @1100000000.5 B/d",
                "touch B/.dsync-litter && touch -d @1000000000 B",
                "chmod 600 A/f",
                "rm A/d/g"
            })
    void wrongTree_isFound(String sabotage) throws IOException {
        List<String> findings =
                findings(
                        invocation -> {
                            Outcome outcome = new Rsync().run(invocation);
                            Command.of("sh", "-c", sabotage)
                                    .in(directory.resolve("w"))
                                    .run()
                                    .succeeded();
                            return outcome;
                        });
        assertFalse(findings.isEmpty());
        assertTrue(findings.stream().allMatch(f -> f.startsWith("tree: ")), findings::toString);
    }

    @Test
    void wrongOwner_isFound() throws IOException {
        Precondition.root();
        wrongTree_isFound("chown 77 B/f");
        wrongTree_isFound("chown -h :77 B/l");
    }

    @Test
    void wrongWords_areFound() throws IOException {
        Rsync rsync = new Rsync();
        assertEquals(List.of(), findings(rsync));
        assertFalse(findings(i -> words(rsync.run(i), "", 23, "")).isEmpty());
        assertFalse(findings(i -> words(rsync.run(i), "", 0, "warning")).isEmpty());
        assertFalse(findings(i -> words(rsync.run(i), ">f+++++++++ f\n", 0, "")).isEmpty());
        assertFalse(findings(i -> words(rsync.run(i), "*deleting   extra\n", 0, "")).isEmpty());
    }

    @Test
    void wrongOrder_isFoundOnlyWhereOrderCounts() throws IOException {
        SyncUnderTest backwards =
                invocation -> {
                    Outcome outcome = new Rsync().run(invocation);
                    List<String> lines = outcome.stdout().lines().toList().reversed();
                    return new Outcome(
                            outcome.exitCode(), String.join("\n", lines) + "\n", outcome.stderr());
                };
        assertEquals(1, findings(backwards).size());

        List<String> anyOrder = CASE.stream().filter(line -> !line.equals("in-order")).toList();
        assertEquals(
                List.of(),
                new CaseRunner(directory.resolve("w"))
                        .findings(CaseText.parse(anyOrder), backwards));
    }

    @Test
    void figuresOfTheTransport_doNotCount() {
        String stats =
                """
                Total bytes sent: 1,234
                sent 1,234 bytes  received 5 bytes  2,478.00 bytes/sec
                total size is 6  speedup is 0.04
                """;
        String others =
                """
                Total bytes sent: 9
                sent 9 bytes  received 77 bytes  1.00 bytes/sec
                total size is 6  speedup is 11.5
                Chunks needed: 3
                """;
        assertEquals(Printed.lines(stats), Printed.lines(others));
        assertNotEquals(
                Printed.lines(stats), Printed.lines(stats.replace("size is 6", "size is 7")));
    }

    private static Outcome words(Outcome outcome, String cut, int exitCode, String stderr) {
        return new Outcome(exitCode, outcome.stdout().replace(cut, ""), stderr);
    }
}
