package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Reason;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers that take their time, and peers that have gone without a word. */
final class SilenceTest {
    private final Scenario scenario = new Scenario(1);

    SilenceTest() throws IOException {
        scenario.source.file("f", "content", 1);
    }

    private Solo listener() throws IOException {
        return new Solo(
                Session.listen(new TrustedGreeting(), new OperatorPremises(scenario.from), _ -> {}),
                scenario.clock);
    }

    private void say(Solo solo) throws IOException {
        solo.say(new TrustedGreeting().opening());
        solo.say(
                scenario.request(
                        Role.TARGET, "a/", new Placement(List.of(), List.of(), false, true, null)));
    }

    private static void expectSilent(Solo solo) throws IOException {
        Ending.Refused refused = assertInstanceOf(Ending.Refused.class, solo.ending());
        assertEquals(Reason.SILENT, refused.reason());
        assertFalse(refused.byPeer());
        solo.close();
    }

    @Test
    void diallerThatSaysNothing_hasTenSeconds() throws IOException {
        Solo solo = listener();
        solo.waitSeconds(9);
        assertFalse(solo.hasEnded());
        solo.waitSeconds(1);
        expectSilent(solo);
    }

    @Test
    void diallerThatOnlyGreets_hasTenSecondsInAll() throws IOException {
        Solo solo = listener();
        solo.waitSeconds(6);
        solo.say(new TrustedGreeting().opening());
        solo.waitSeconds(4);
        expectSilent(solo);
    }

    @Test
    void admittedDialler_isAskedAfterFifteenSecondsAndLostAfterSixtyMore() throws IOException {
        Solo solo = listener();
        say(solo);
        assertTrue(solo.waitSeconds(14).isEmpty());
        assertInstanceOf(Message.Ping.class, solo.waitSeconds(16).getFirst());
        assertTrue(solo.waitSeconds(44).isEmpty());
        assertFalse(solo.hasEnded());
        solo.waitSeconds(1);
        expectSilent(solo);
    }

    @Test
    void diallerThatAnswersPings_isNeverLost() throws IOException {
        Solo solo = listener();
        say(solo);
        for (int minute = 0; minute < 60; minute++) {
            for (Message message : solo.waitSeconds(60)) {
                solo.say(new Message.Pong(assertInstanceOf(Message.Ping.class, message).number()));
            }
        }
        assertFalse(solo.hasEnded());
        solo.waitSeconds(76);
        expectSilent(solo);
    }

    @Test
    void timeoutOfTheUser_countsInstead() throws IOException {
        Patience three = Patience.losingAfter(Duration.ofSeconds(3));
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(scenario.from), _ -> {})
                        .with(three);
        Solo solo = new Solo(session, scenario.clock);
        say(solo);
        assertInstanceOf(Message.Ping.class, solo.waitSeconds(2).getFirst());
        assertFalse(solo.hasEnded());
        solo.waitSeconds(1);
        expectSilent(solo);
    }

    @Test
    void listenerThatNeverGreets_isGivenUp() throws IOException {
        SourceFiles files =
                SourceFiles.open(scenario.from, List.of(TypedPath.literal("a/")), scenario.scope);
        Solo solo =
                new Solo(
                        Session.push(
                                new TrustedGreeting(),
                                scenario.request(Role.SOURCE, "b/", files.placement()),
                                files,
                                _ -> {}),
                        scenario.clock);
        assertInstanceOf(Message.Hello.class, solo.heard().getFirst());
        assertTrue(solo.waitSeconds(9).isEmpty(), "a ping before the peer can take one");
        assertFalse(solo.hasEnded());
        solo.waitSeconds(1);
        expectSilent(solo);
        assertEquals(0, scenario.from.openHandles());
    }

    @Test
    void jobsOfManyMinutes_loseNobody() throws IOException {
        scenario.jobs = () -> 180_000_000_000L;
        scenario.latency = () -> 1_000_000;
        scenario.source.remove("f");
        try (VirtualRun run = scenario.push().toEnd()) {
            assertInstanceOf(Ending.Done.class, run.ending());
            assertTrue(run.sent(Message.Ping.class) > 20);
            assertEquals(run.sent(Message.Ping.class), run.sent(Message.Pong.class));
        }
    }
}
