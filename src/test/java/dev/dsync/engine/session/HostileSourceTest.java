package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.attributes.Unkept;
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
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.Want;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that say what no source may say: the session ends, and no file is touched. */
final class HostileSourceTest {
    private static final Timestamp TIME = new Timestamp(10, 5);
    private static final Slice SOME = new Slice("0123456789".getBytes(StandardCharsets.UTF_8));
    private static final Digest NAME = new Sha256().finish();

    private final Scenario scenario = new Scenario(1);
    private final NavigableMap<String, String> before;

    HostileSourceTest() throws IOException {
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

    private static PageRequest request(Digest name) throws IOException {
        byte[] bytes = new byte[Digest.BYTES + 3];
        name.write(bytes, 0);
        bytes[Digest.BYTES] = 3 << 4;
        return PageRequest.decode(bytes);
    }

    private static Message.Fetch fetch(long entry) {
        return new Message.Fetch(List.of(new Wish(0, entry, new Want.Whole(null))));
    }

    private Solo target() throws IOException {
        Solo solo =
                new Solo(
                        Session.listen(
                                new TrustedGreeting(), new OperatorPremises(scenario.to), _ -> {}),
                        scenario.clock);
        solo.say(new TrustedGreeting().opening());
        Placement contents = new Placement(List.of(RelPath.ROOT), List.of(), false, false, null);
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
                root,
                KindCounts.NONE,
                0,
                true,
                List.of(),
                Map.of(),
                Map.of(),
                null,
                List.of(),
                Stakes.NONE);
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
                new Message.PageRequests(PageKind.LISTING, List.of(request(NAME))),
                new Message.StreamRequest(),
                new Message.Credit(5),
                fetch(1),
                new Message.ManifestRequest(List.of()),
                new Message.Manifests(List.of(new ManifestAnswer.AsExpected())),
                new Message.ChangesRequest(new PageRoot(NAME, 0, 1, 0)),
                new Message.Changes(false, List.of(), true),
                new Message.Changes(true, List.of(), true),
                new Message.Finished(PlanSummary.EMPTY, 0, 0, 0, false, Unkept.NONE),
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
        Message wrong =
                new Message.Data(List.of(new Segment.Bytes(0, SOME), new Segment.End(0, NAME)));
        for (int again = 0; again < 2; again++) {
            assertEquals(List.of(fetch(1)), asked(solo.say(wrong)));
        }
        List<Message> end = solo.say(wrong);
        Message.Finished finished = assertInstanceOf(Message.Finished.class, end.getLast());
        assertEquals(1, finished.problems());
        solo.close();
        assertEquals(before.keySet(), scenario.target.look().keySet());
    }

    private static List<Message> asked(List<Message> said) {
        return said.stream().filter(Message.Fetch.class::isInstance).toList();
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
