package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageWriter;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.source.Source;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
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

/** Peers that say what nobody may say: the session ends, and no file is touched. */
final class HostilePeerTest {
    private static final Timestamp TIME = new Timestamp(10, 5);
    private static final Slice SOME = new Slice("0123456789".getBytes(StandardCharsets.UTF_8));
    private static final Digest NAME = new Sha256().finish();
    private static final PageRoot NOTHING = new PageRoot(NAME, 0, 0, 0);

    private final Scenario scenario = new Scenario(1);
    private final NavigableMap<String, String> before;

    HostilePeerTest() throws IOException {
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
                                Role.TARGET, "a/", new Placement(List.of(), false, true, null)));
        assertInstanceOf(Message.ListingRoot.class, answers.getLast());
        return solo;
    }

    private static Wish wish(String path) {
        return new Wish(0, RelPath.literal(path), 10, TIME);
    }

    static Stream<Message> notForASource() throws IOException {
        return Stream.concat(
                Stream.of(
                        new Message.Credit(1),
                        new Message.Fetch(List.of(wish("not/announced"))),
                        new Message.Fetch(List.of(wish("d"))),
                        new Message.Fetch(Collections.nCopies(Source.WISHES_MAX, wish("f"))),
                        new Message.PageRequests(List.of(request(NAME))),
                        new Message.PageAnswers(List.of()),
                        new Message.Pages(List.of(), true),
                        new Message.Data(List.of()),
                        new Message.ListingRoot(
                                NOTHING, KindCounts.NONE, 0, true, List.of(), Map.of(), Map.of()),
                        new Message.Report(List.of()),
                        new Message.Accept(Scenario.ARCHIVE, List.of(), null, 0)),
                Stream.of(new TrustedGreeting().opening()));
    }

    private static PageRequest request(Digest name) throws IOException {
        byte[] bytes = new byte[Digest.BYTES + 3];
        name.write(bytes, 0);
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
            Wish wish = new Wish(i, RelPath.literal("big"), 8 << 20, TIME);
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
                                                new Placement(List.of(), false, true, null)))
                                .getLast();
        byte[] ask = request(root.root().name()).encode();
        ask[Digest.BYTES] = (byte) root.root().level();
        Message asking = new Message.PageRequests(List.of(PageRequest.decode(ask)));
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
                        new Message.Finished(PlanSummary.EMPTY, 0, 0, 0))) {
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

    private Solo target() throws IOException {
        Solo solo =
                new Solo(
                        Session.listen(
                                new TrustedGreeting(), new OperatorPremises(scenario.to), _ -> {}),
                        scenario.clock);
        solo.say(new TrustedGreeting().opening());
        Placement contents = new Placement(List.of(RelPath.ROOT), false, false, null);
        List<Message> answers = solo.say(scenario.request(Role.SOURCE, "b/", contents));
        assertInstanceOf(Message.Accept.class, answers.getLast());
        return solo;
    }

    static Attributes attributes() {
        return new Attributes(0644, TIME, 0, 0);
    }

    static Entry root() {
        return new DirectoryEntry(RelPath.ROOT, attributes(), Listed.ALL, null);
    }

    static Entry file(String path, long size) {
        return new FileEntry(RelPath.literal(path), attributes(), size, null, null, null);
    }

    private static Message.ListingRoot announce(PageRoot root) {
        return new Message.ListingRoot(
                root, KindCounts.NONE, 0, true, List.of(), Map.of(), Map.of());
    }

    /** Announces a listing of one page and gives the page. */
    static List<Message> list(Solo solo, MemoryPageStore pages, PageRoot root) throws IOException {
        List<Message> asked = solo.say(announce(root));
        Message.PageRequests requests =
                assertInstanceOf(Message.PageRequests.class, asked.getLast());
        PageRequest request = requests.requests().getFirst();
        byte[] page = pages.find(request.name()).orElseThrow();
        byte[] steps = join(new byte[] {0, 0}, join(varint(page.length), page));
        Slice answer = new Slice(join(varint(steps.length), steps));
        Message answers =
                new Message.PageAnswers(List.of(new Message.PageAnswered(request.name(), answer)));
        List<Message> said = solo.say(answers);
        boolean again = said.stream().anyMatch(Message.PageRequests.class::isInstance);
        return again ? solo.say(answers) : said; // one that could not be read is asked for whole
    }

    private static byte[] varint(int value) {
        return value < 128
                ? new byte[] {(byte) value}
                : new byte[] {(byte) ((value & 0x7f) | 0x80), (byte) (value >>> 7)};
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static List<Message> list(Solo solo, Entry... entries) throws IOException {
        MemoryPageStore pages = new MemoryPageStore();
        Listing.Writer writer = new Listing.Writer(Scenario.ARCHIVE, pages);
        for (Entry entry : entries) {
            writer.add(entry);
        }
        return list(solo, pages, writer.finish().root());
    }

    static Stream<Message> notForATarget() throws IOException {
        return Stream.of(
                new Message.PageAnswers(List.of(new Message.PageAnswered(NAME, SOME))),
                new Message.Pages(List.of(SOME), true),
                new Message.Data(List.of(new Segment.Bytes(0, SOME))),
                new Message.PageRequests(List.of(request(NAME))),
                new Message.StreamRequest(),
                new Message.Credit(5),
                new Message.Fetch(List.of(wish("kept"))),
                new Message.Finished(PlanSummary.EMPTY, 0, 0, 0),
                new Message.Planned(PlanSummary.EMPTY),
                announce(new PageRoot(NAME, 3, Listing.ENTRIES_MAX + 1, 0)));
    }

    @ParameterizedTest
    @MethodSource("notForATarget")
    void unexpectedToATarget_endsIt(Message message) throws IOException {
        Solo waiting = target();
        waiting.say(message);
        expectBroken(waiting);
        Solo learning = target();
        learning.say(announce(new PageRoot(NAME, 2, 1000, 0)));
        learning.say(message);
        expectBroken(learning);
        Solo fetching = target();
        List<Message> wishes = list(fetching, root(), file("new", 10));
        assertTrue(wishes.stream().anyMatch(Message.Fetch.class::isInstance), wishes::toString);
        fetching.say(message);
        if (message instanceof Message.Data) {
            fetching.say(message); // the first ten bytes were asked for
        }
        expectBroken(fetching);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../../b", "a//b", "/etc", ".", "a/"})
    void listingWithAnIllegalPath_isRefused(String path) throws IOException {
        MemoryPageStore pages = new MemoryPageStore();
        PageWriter writer = new PageWriter(PageKind.LISTING, pages);
        byte[] root = Listing.encode(Scenario.ARCHIVE, root());
        byte[] file = Listing.encode(Scenario.ARCHIVE, file("x", 10));
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        writer.add(new byte[0], 0, 0, root, root.length);
        writer.add(bytes, bytes.length, 10, file, file.length);
        Solo solo = target();
        list(solo, pages, writer.finish());
        expectBroken(solo);
    }

    @Test
    void pagesOutOfOrderOrOfAnotherName_areRefused() throws IOException {
        Solo solo = target();
        MemoryPageStore pages = new MemoryPageStore();
        Listing.Writer writer = new Listing.Writer(Scenario.ARCHIVE, pages);
        writer.add(root());
        writer.add(file("a", 1));
        PageRoot first = writer.finish().root();
        List<Message> asked = solo.say(announce(first));
        PageRequest request = ((Message.PageRequests) asked.getLast()).requests().getFirst();
        solo.say(new Message.PageAnswers(List.of(new Message.PageAnswered(request.name(), SOME))));
        expectBroken(solo);
    }

    @Test
    void listingWithoutARoot_isRefused() throws IOException {
        MemoryPageStore pages = new MemoryPageStore();
        PageWriter writer = new PageWriter(PageKind.LISTING, pages);
        Solo solo = target();
        list(solo, pages, writer.finish());
        expectBroken(solo);
    }

    static Stream<List<Segment>> wrongContent() {
        return Stream.of(
                List.of(new Segment.Zeros(0, 11)),
                List.of(new Segment.Zeros(0, Long.MAX_VALUE)),
                List.of(new Segment.Bytes(0, SOME), new Segment.Zeros(0, 1)),
                List.of(new Segment.Bytes(0, SOME), new Segment.Bytes(0, SOME)),
                List.of(new Segment.End(0, NAME)),
                List.of(new Segment.Bytes(1, SOME)));
    }

    @ParameterizedTest
    @MethodSource("wrongContent")
    void contentThatWasNotAskedFor_endsTheSession(List<Segment> segments) throws IOException {
        Solo solo = target();
        list(solo, root(), file("new", 10));
        solo.say(new Message.Data(segments));
        expectBroken(solo);
    }

    @Test
    void contentOfAnotherDigest_isAProblemAndLeavesNothing() throws IOException {
        Solo solo = target();
        list(solo, root(), file("new", 10));
        List<Message> end =
                solo.say(
                        new Message.Data(
                                List.of(new Segment.Bytes(0, SOME), new Segment.End(0, NAME))));
        Message.Finished finished = assertInstanceOf(Message.Finished.class, end.getLast());
        assertEquals(1, finished.problems());
        solo.close();
        assertEquals(before.keySet(), scenario.target.look().keySet());
    }

    @Test
    void sourceThatTellsOfProblemsWithHostileNames_isHeard() throws IOException {
        Solo solo = target();
        list(solo, root(), file("new", 10));
        solo.say(
                new Message.Data(List.of(new Segment.Gone(0, Problem.Kind.VANISHED, "\u001b[2J"))));
        assertEquals(1, assertInstanceOf(Ending.Done.class, solo.ending()).problems());
        solo.close();
    }
}
