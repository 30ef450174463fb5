package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.delta.SignatureShape;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Want;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Targets that wish for parts of files, and not as targets may: the source says so and ends. */
final class HostileWishesTest {
    private static final int LARGE = 1_500_000;
    private static final long BIG = 1;
    private static final long DIRECTORY = 2;
    private static final long SMALL = 3;
    private static final long BEHIND = 4;

    private final Scenario scenario = new Scenario(1);
    private final Solo source;
    private final PageRoot listing;

    HostileWishesTest() throws IOException {
        byte[] noise = Edit.noise(LARGE, new SplittableRandom(2));
        scenario.source.file("big", noise, 0644, new Timestamp(2, 5));
        scenario.source.directory("d").file("f", "0123456789", 10);
        OperatorPremises premises = new OperatorPremises(scenario.from);
        source = new Solo(Session.listen(new TrustedGreeting(), premises, _ -> {}), scenario.clock);
        source.say(new TrustedGreeting().opening());
        Placement anywhere = new Placement(List.of(), List.of(), false, true, null);
        List<Message> said = source.say(scenario.request(Role.TARGET, "a/", anywhere));
        listing = assertInstanceOf(Message.ListingRoot.class, said.getLast()).root();
    }

    @AfterEach
    void nothingIsOpen() throws IOException {
        source.close();
        assertEquals(0, scenario.from.openHandles());
    }

    private void expectBroken(String what) {
        assertTrue(source.hasEnded(), "the source goes on");
        String broken = assertInstanceOf(Ending.Broken.class, source.ending()).what();
        assertTrue(broken.contains(what), broken);
    }

    private static Message query(long... entries) {
        return new Message.ManifestRequest(
                List.of(new ManifestQuery(LongStream.of(entries).boxed().toList(), null)));
    }

    /** The manifest the source tells of the large file. */
    private PageRoot told() throws IOException {
        Message.Manifests manifests =
                assertInstanceOf(Message.Manifests.class, source.say(query(BIG)).getLast());
        ManifestAnswer.Told told =
                assertInstanceOf(ManifestAnswer.Told.class, manifests.answers().getFirst());
        PageRoot root = told.files().getFirst().root();
        assertEquals(LARGE, root == null ? -1 : root.bytes());
        return root == null ? listing : root;
    }

    private List<Segment> wish(Wish... wishes) throws IOException {
        return source.say(new Message.Fetch(List.of(wishes))).stream()
                .filter(Message.Data.class::isInstance)
                .flatMap(data -> ((Message.Data) data).segments().stream())
                .toList();
    }

    private static Wish ranges(int file, long entry, boolean last, Range... ranges) {
        return new Wish(file, entry, new Want.Ranges(List.of(ranges), last));
    }

    private static Range range(long offset, long length) {
        return new Range(offset, length, null);
    }

    @Test
    void rangesOfAToldFile_areSentAndNoMore() throws IOException {
        PageRoot root = told();
        List<Segment> sent = wish(ranges(0, BIG, true, range(5, 10), range(LARGE - 1, 1)));
        assertEquals(List.of(10L, 1L, 0L), sent.stream().map(Segment::contentBytes).toList());
        assertEquals(new Segment.End(0, root.name()), sent.getLast());
        assertFalse(source.hasEnded());
    }

    @Test
    void rangesOfAFileNotTold_areAnsweredByAllOfIt() throws IOException {
        List<Segment> sent = wish(ranges(0, BIG, true, range(0, 10)));
        assertInstanceOf(Segment.Restart.class, sent.getFirst());
        assertEquals(LARGE, sent.stream().mapToLong(Segment::contentBytes).sum());
        assertEquals(new Segment.End(0, told().name()), sent.getLast());
    }

    @Test
    void rangesBeyondTheEnd_areABreach() throws IOException {
        told();
        wish(ranges(0, BIG, true, range(LARGE - 5, 6)));
        expectBroken("beyond the end");
    }

    @Test
    void rangesBehindTheEnd_areABreach() throws IOException {
        told();
        wish(ranges(0, BIG, false, range(0, 1)));
        wish(ranges(0, BIG, true, range(Long.MAX_VALUE / 2, 1)));
        expectBroken("beyond the end");
    }

    @Test
    void rangesOfWhatIsNoFile_areABreach() throws IOException {
        wish(ranges(0, DIRECTORY, true, range(0, 1)));
        expectBroken("entry 2, which is no file");
    }

    @Test
    void rangesBehindTheListing_areABreach() throws IOException {
        wish(ranges(0, BEHIND, true, range(0, 1)));
        expectBroken("entry 4, which is no file");
    }

    @Test
    void positionOverAllListings_isABreach() throws IOException {
        wish(new Wish(0, Long.MAX_VALUE, new Want.Whole(null)));
        expectBroken("which is no file");
    }

    @Test
    void anotherFileBeforeTheLastRanges_isABreach() throws IOException {
        told();
        wish(ranges(0, BIG, false, range(0, 1)));
        wish(new Wish(1, SMALL, new Want.Whole(null)));
        expectBroken("before the last ranges");
    }

    @Test
    void rangesOfAnotherFileBeforeTheLast_areABreach() throws IOException {
        told();
        wish(ranges(0, BIG, false, range(0, 1)));
        wish(ranges(1, BIG, true, range(1, 1)));
        expectBroken("before the last ranges");
    }

    @Test
    void moreRangesThanAreFollowed_waitForTheirTurn() throws IOException {
        told();
        for (int i = 0; i < 100; i++) {
            assertEquals(1, wish(ranges(0, BIG, false, range(i, 1))).size());
        }
        assertInstanceOf(Segment.End.class, wish(ranges(0, BIG, true)).getLast());
    }

    /** Block hashes of something else, or of nothing that is. */
    private static Signature anything() throws IOException {
        byte[] old = Edit.noise(5000, new SplittableRandom(4));
        return Signature.of(new SignatureShape(128, 4, 2, 8), ByteSource.of(old), old.length);
    }

    @Test
    void signaturesOfWhatIsUnlike_changeNothing() throws IOException {
        List<Segment> sent =
                wish(
                        new Wish(0, BIG, new Want.Whole(anything())),
                        new Wish(1, SMALL, new Want.Whole(anything())));
        assertEquals(LARGE + 10, sent.stream().mapToLong(Segment::contentBytes).sum());
        assertFalse(source.hasEnded());
    }

    @Test
    void queriesBeyondWhatMayWait_areABreach() throws IOException {
        List<Long> many = LongStream.range(0, 40_000).boxed().toList();
        source.say(
                new Message.ManifestRequest(
                        Collections.nCopies(2, new ManifestQuery(many, listing.name()))));
        expectBroken("beyond what may wait");
    }

    @Test
    void queriesForWhatIsNoFile_areABreach() throws IOException {
        source.say(query(BIG, DIRECTORY));
        expectBroken("entry 2, which is no file");
    }

    @Test
    void queriesBehindTheListing_areABreach() throws IOException {
        source.say(query(BEHIND));
        expectBroken("entry 4, which is no file");
    }

    private static PageRequest request(PageRoot root) throws IOException {
        byte[] bytes = new byte[Digest.BYTES + 3];
        root.name().write(bytes, 0);
        bytes[Digest.BYTES] = (byte) (3 << 4 | root.level());
        return PageRequest.decode(bytes);
    }

    @Test
    void pagesOfOtherKindsOrNotTold_areABreach() throws IOException {
        PageRoot root = told();
        List<Message> pages =
                source.say(new Message.PageRequests(PageKind.MANIFEST, List.of(request(root))));
        assertFalse(source.hasEnded(), () -> pages + " " + source.ending());
        source.say(new Message.PageRequests(PageKind.LISTING, List.of(request(root))));
        expectBroken("was not announced");
    }

    @Test
    void pagesOfTheListingAsOnesOfManifests_areABreach() throws IOException {
        told();
        source.say(new Message.PageRequests(PageKind.MANIFEST, List.of(request(listing))));
        expectBroken("was not announced");
    }
}
