package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.source.Source;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Want;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that say what no target may say: the session ends, and no file is touched. */
final class HostileTargetTest {
    private static final Timestamp TIME = new Timestamp(10, 5);
    private static final Digest NAME = new Sha256().finish();
    private static final PageRoot NOTHING = new PageRoot(NAME, 0, 0, 0);

    private static final long DIRECTORY = 1;
    private static final long FILE = 3;
    private static final long BEHIND = 4;

    private final Scenario scenario = new Scenario(1);
    private final NavigableMap<String, String> before;

    HostileTargetTest() throws IOException {
        scenario.source.file("f", "0123456789", 10).directory("d").file("d/g", "g", 11);
        scenario.target.file("kept", "kept", 10);
        before = scenario.target.look();
    }

    private void expectBroken(Solo solo) throws IOException {
        assertInstanceOf(Ending.Broken.class, solo.ending());
        solo.close();
        NavigableMap<String, String> after = scenario.target.look();
        after.keySet().removeIf(path -> path.startsWith(".dsync-")); // to go on with in another run
        assertEquals(before, after);
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    /** A session that has announced its listing. */
    private Solo source() throws IOException {
        Solo solo =
                new Solo(
                        Session.listen(
                                new TrustedGreeting(),
                                new OperatorPremises(scenario.from),
                                _ -> {}),
                        scenario.clock);
        solo.say(new TrustedGreeting().opening());
        List<Message> answers =
                solo.say(
                        scenario.request(
                                Role.TARGET,
                                "a/",
                                new Placement(List.of(), List.of(), false, true, null)));
        assertInstanceOf(Message.ListingRoot.class, answers.getLast());
        return solo;
    }

    private static Message.Fetch fetch(long entry) {
        return new Message.Fetch(List.of(whole(entry)));
    }

    private static Wish whole(long entry) {
        return new Wish(0, entry, new Want.Whole(null));
    }

    static Stream<Message> notForASource() throws IOException {
        return Stream.concat(
                Stream.of(
                        new Message.Credit(1),
                        fetch(BEHIND),
                        fetch(DIRECTORY),
                        new Message.Fetch(Collections.nCopies(Source.WISHES_MAX, whole(FILE))),
                        new Message.PageRequests(PageKind.LISTING, List.of(request(NAME))),
                        new Message.PageRequests(PageKind.MANIFEST, List.of(request(NAME))),
                        new Message.Manifests(List.of()),
                        new Message.PageAnswers(List.of()),
                        new Message.Pages(List.of(), true),
                        new Message.Data(List.of()),
                        new Message.ChangesRequest(NOTHING),
                        new Message.Changes(true, List.of(), true),
                        new Message.ListingRoot(
                                NOTHING,
                                KindCounts.NONE,
                                0,
                                true,
                                List.of(),
                                Map.of(),
                                Map.of(),
                                null,
                                List.of(),
                                Stakes.NONE),
                        new Message.Report(List.of()),
                        Agreed.to(Scenario.ARCHIVE)),
                Stream.of(new TrustedGreeting().opening()));
    }

    private static PageRequest request(Digest name) throws IOException {
        byte[] bytes = new byte[Digest.BYTES + 3];
        name.write(bytes, 0);
        bytes[Digest.BYTES] = 3 << 4;
        return PageRequest.decode(bytes);
    }

    @ParameterizedTest
    @MethodSource("notForASource")
    void unexpectedToASource_endsIt(Message message) throws IOException {
        Solo solo = source();
        // What is small is answered as far as the window goes, and waits then.
        for (int i = 0; i < 20 && !solo.hasEnded(); i++) {
            solo.say(message);
        }
        expectBroken(solo);
    }

    @Test
    void targetThatTakesNothing_isSentNoMoreThanTheWindow() throws IOException {
        byte[] ones = new byte[8 << 20];
        Arrays.fill(ones, (byte) 1);
        scenario.source.file("big", ones, 0644, TIME);
        Solo solo = source();
        long bytes = 0;
        for (int i = 0; i < 20; i++) {
            Wish wish = new Wish(i, 1, new Want.Whole(null));
            for (Message message : solo.say(new Message.Fetch(List.of(wish)))) {
                for (Segment segment : assertInstanceOf(Message.Data.class, message).segments()) {
                    bytes +=
                            segment instanceof Segment.Bytes content ? content.bytes().length() : 0;
                }
            }
        }
        assertTrue(bytes > 8 << 20 && bytes <= Source.WINDOW_BYTES, "sent " + bytes);
        solo.close();
    }

    @Test
    void targetThatAsksForPagesAndTakesNothing_isStopped() throws IOException {
        for (int i = 0; i < 3000; i++) {
            scenario.source.file("many files with long names " + i + "x".repeat(100), "", i);
        }
        Solo solo =
                new Solo(
                        Session.listen(
                                new TrustedGreeting(),
                                new OperatorPremises(scenario.from),
                                _ -> {}),
                        scenario.clock);
        solo.say(new TrustedGreeting().opening());
        Message.ListingRoot root =
                (Message.ListingRoot)
                        solo.say(
                                        scenario.request(
                                                Role.TARGET,
                                                "a/",
                                                new Placement(
                                                        List.of(), List.of(), false, true, null)))
                                .getLast();
        byte[] ask = request(root.root().name()).encode();
        ask[Digest.BYTES] |= (byte) root.root().level();
        Message asking =
                new Message.PageRequests(PageKind.LISTING, List.of(PageRequest.decode(ask)));
        long bytes = 0;
        int asked = 0;
        while (!solo.hasEnded()) {
            asked++;
            for (Message message : solo.say(asking)) {
                if (message instanceof Message.PageAnswers answers) {
                    bytes += answers.answers().getFirst().answer().length();
                }
            }
        }
        assertTrue(asked > Source.REQUESTS_MAX, "asked " + asked);
        assertTrue(bytes <= Source.WINDOW_BYTES + (2 << 20), "sent " + bytes);
        expectBroken(solo);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beforeTheTerms_nothingElseIsTaken(boolean greeted) throws IOException {
        for (Message message :
                List.of(
                        new Message.StreamRequest(),
                        new Message.Credit(1),
                        new Message.Finished(PlanSummary.EMPTY, 0, 0, 0, false, Unkept.NONE))) {
            Solo solo =
                    new Solo(
                            Session.listen(
                                    new TrustedGreeting(),
                                    new OperatorPremises(scenario.from),
                                    _ -> {}),
                            scenario.clock);
            if (greeted) {
                solo.say(new TrustedGreeting().opening());
            }
            solo.say(message);
            expectBroken(solo);
        }
    }

    @Test
    void bytesThatAreNoFrame_endTheSession() throws IOException {
        Solo solo = source();
        solo.say("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        expectBroken(solo);
    }
}
