package dev.dsync.io.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.delta.SignatureShape;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Golden;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.VersionVector;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frames of protocol version 1 as they are on the wire for ever. */
class FrameGoldenTest {
    private static final Path FRAMES = Path.of("native-test-data", "wire", "v1", "frames.txt");
    private static final Digest DIGEST =
            new Digest(
                    0x0001020304050607L,
                    0x08090a0b0c0d0e0fL,
                    0x1011121314151617L,
                    0x18191a1b1c1d1e1fL);
    private static final Timestamp TIME = new Timestamp(1_700_000_000, 123_456_789);
    private static final Timestamp OLD = new Timestamp(-1, 1);
    private static final RelPath PATH = RelPath.literal("a/ü");
    private static final Profile PROFILE =
            new Profile(
                    true, false, true, false, true, false, true, false, true, false, true, false,
                    true);
    private static final Problem PROBLEM = new Problem(PATH, Problem.Kind.UNSUPPORTED, "not here");
    private static final KindCounts COUNTS = new KindCounts(1, 20, 300, 4000, 50_000);
    private static final PlanSummary SUMMARY =
            new PlanSummary(1, COUNTS, KindCounts.NONE, 2, 3, Long.MAX_VALUE, 4);

    private static final AttributeChanges CHANGES =
            new AttributeChanges(
                    true,
                    new ModeChanges(
                            List.of(
                                    new ModeChanges.Change(
                                            ModeChanges.Reach.FILES, 07777, 0644, true, null),
                                    new ModeChanges.Change(
                                            ModeChanges.Reach.ALL,
                                            0,
                                            0,
                                            false,
                                            new ModeChanges.Copy(
                                                    ModeChanges.Share.GROUP, 0707, true)))),
                    new IdMap(
                            List.of(
                                    new IdMap.Rule(
                                            new IdMap.From.Named("a*"), new IdMap.To.Named("b")),
                                    new IdMap.Rule(
                                            new IdMap.From.Ids(1000, 4294967294L),
                                            new IdMap.To.Id(4294967294L)))),
                    new IdMap(
                            List.of(new IdMap.Rule(new IdMap.From.Named(""), new IdMap.To.Id(0)))));

    private static List<Message> messages() {
        return Stream.concat(ofRuns().stream(), ofPieces().stream()).toList();
    }

    private static List<Message> ofPieces() {
        return List.of(
                new Message.PiecesSought(DIGEST, PATH),
                new Message.PiecesSought(DIGEST, null),
                new Message.PiecesHeld(DIGEST, false, List.of()),
                new Message.PiecesHeld(
                        DIGEST,
                        true,
                        List.of(new Range(0, 1 << 20, null), new Range(1L << 40, 300, null))),
                new Message.PieceRequest(DIGEST, 1L << 40, 300),
                new Message.Piece(DIGEST, 300, slice("bytes")),
                new Message.Piece(DIGEST, 0, slice("")));
    }

    private static Message listing() {
        return new Message.ListingRoot(
                new PageRoot(DIGEST, 2, 1000, 1L << 40),
                COUNTS,
                1L << 40,
                true,
                List.of(PROBLEM),
                Map.of(0, "root", 1000, "me", -2, "nobody"),
                Map.of(),
                null,
                List.of(),
                new Stakes(Map.of(0, 7L, -2, 1L), Map.of(100, 8L), 3, 2));
    }

    private static Message listingOfPeer() {
        return new Message.ListingRoot(
                new PageRoot(DIGEST, 0, 1, 0),
                KindCounts.NONE,
                0,
                true,
                List.of(),
                Map.of(),
                Map.of(),
                new PageRoot(DIGEST, 1, 70, 0),
                List.of(),
                Stakes.NONE);
    }

    private static List<Message> ofRuns() {
        return List.of(
                new Message.Hello(1, 1, "", null),
                new Message.Hello(1, 3, "music", DIGEST),
                request(AttributeChanges.NONE),
                request(CHANGES),
                accept(List.of(PATH, RelPath.ROOT), Name.literal("b")),
                accept(List.of(), null),
                new Message.Accept(
                        PROFILE,
                        List.of(),
                        List.of(PATH),
                        null,
                        3,
                        Set.of(Message.Feature.WRITING, Message.Feature.LINKS)),
                new Message.Refuse(Message.Reason.INTERNAL, "€"),
                listing(),
                listingOfPeer(),
                new Message.ListingRequest(),
                new Message.Knowledge(
                        VersionVector.of(
                                Map.of(new ReplicaId(-1), 5L, new ReplicaId(2), 1L << 40))),
                new Message.PageRequests(PageKind.LISTING, List.of(pageRequest())),
                new Message.PageRequests(PageKind.MANIFEST, List.of(pageRequest())),
                new Message.StreamRequest(),
                new Message.PageAnswers(List.of(new Message.PageAnswered(DIGEST, slice("answer")))),
                new Message.Pages(List.of(slice("one"), slice("two")), true),
                new Message.ChangesRequest(new PageRoot(DIGEST, 2, 1000, 1L << 40)),
                new Message.Changes(true, changes(), true),
                new Message.Changes(false, List.of(), true),
                new Message.Planned(SUMMARY),
                new Message.ManifestRequest(
                        List.of(
                                new ManifestQuery(List.of(0L, 7L, 1L << 40), null),
                                new ManifestQuery(List.of(300L), DIGEST))),
                new Message.Manifests(
                        List.of(
                                new ManifestAnswer.AsExpected(),
                                new ManifestAnswer.Told(
                                        List.of(
                                                new FileManifest(null),
                                                new FileManifest(
                                                        new PageRoot(DIGEST, 1, 300, 1 << 24)))))),
                fetch(),
                data(),
                new Message.Credit(1 << 20),
                report(),
                new Message.Finished(SUMMARY, 12, 34, 5, false, Unkept.NONE),
                new Message.Finished(SUMMARY, 12, 34, 5, false, new Unkept(1, 2, 3, 4, 5)),
                new Message.Ping(7),
                new Message.Pong(Long.MAX_VALUE));
    }

    private static Message accept(List<RelPath> tops, @Nullable Name rename) {
        return new Message.Accept(PROFILE, tops, List.of(), rename, 0, Set.of());
    }

    private static List<RecordChange> changes() {
        return List.of(
                new RecordChange.Listed(RelPath.ROOT, 0, slice("root")),
                new RecordChange.Gone(RelPath.literal("a/one")),
                new RecordChange.Listed(RelPath.literal("a/other"), 1 << 20, slice("entry")),
                new RecordChange.Gone(RelPath.literal("b")));
    }

    private static Message request(AttributeChanges attributes) {
        return new Message.Request(
                Message.Role.TARGET,
                List.of(TypedPath.literal("src/"), TypedPath.literal("")),
                new Scope(true, false, true, false, List.of("- *.o", "+ ü")),
                PROFILE,
                new Policy(
                        new Policy.Deletion(
                                true,
                                Policy.Timing.AFTER,
                                true,
                                new Policy.MaxDelete.Percent(50),
                                false,
                                true,
                                false),
                        new Policy.Comparison(false, true, false, -1, false),
                        new Policy.Selection(
                                true,
                                false,
                                true,
                                OptionalLong.of(1L << 33),
                                OptionalLong.empty())),
                new Message.Placement(List.of(PATH), List.of(), true, false, Name.literal("b")),
                true,
                false,
                Message.ReportLevel.ALL,
                OptionalInt.of(0),
                attributes,
                true);
    }

    private static Message fetch() {
        return new Message.Fetch(
                List.of(
                        new Wish(0, 1, new Want.Whole(null)),
                        new Wish(300, 1L << 40, new Want.Whole(signature())),
                        new Wish(
                                7,
                                9,
                                new Want.Ranges(
                                        List.of(
                                                new Range(5, 1L << 30, null),
                                                new Range(1L << 31, 1000, signature())),
                                        false)),
                        new Wish(7, 9, new Want.Ranges(List.of(), true))));
    }

    /** Of two blocks and a short one. */
    private static Signature signature() {
        byte[] old = new byte[300];
        Arrays.fill(old, (byte) 'x');
        try {
            return Signature.of(new SignatureShape(128, 5, 2, 4), ByteSource.of(old), old.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Message data() {
        return new Message.Data(
                List.of(
                        new Segment.Bytes(0, slice("hello")),
                        new Segment.Zeros(0, 1L << 30),
                        new Segment.End(0, DIGEST),
                        new Segment.Restart(1, 77, OLD),
                        new Segment.Gone(300, Problem.Kind.VANISHED, "gone"),
                        new Segment.Patches(
                                List.of(
                                        new Segment.Patched(2, 300, slice("steps")),
                                        new Segment.Patched(300, 1 << 20, slice("more"))),
                                1000,
                                slice("smaller"))));
    }

    private static Message report() {
        Attributes attributes = new Attributes(0644, TIME, 1000, 100);
        return new Message.Report(
                List.of(
                        new Item.Changed(
                                new Entry.FileEntry(PATH, attributes, 5, null, DIGEST, null),
                                new Change(
                                        Change.Update.TRANSFER,
                                        true,
                                        false,
                                        true,
                                        Change.Time.SET,
                                        false,
                                        true,
                                        false,
                                        false,
                                        true),
                                5),
                        new Item.Deleted(PATH, Kind.BLOCK_DEVICE),
                        new Item.Unchanged(
                                new Entry.DirectoryEntry(
                                        RelPath.ROOT,
                                        attributes,
                                        Entry.Listed.FAILED,
                                        new Entry.Xattrs.Named(DIGEST))),
                        new Item.Failed(PROBLEM)));
    }

    private static PageRequest pageRequest() {
        byte[] bytes = Arrays.copyOf(DIGEST.bytes(), Digest.BYTES + 6);
        bytes[Digest.BYTES] = 3 << 4 | 1;
        bytes[Digest.BYTES + 1] = 1;
        bytes[Digest.BYTES + 4] = 9;
        try {
            return PageRequest.decode(bytes);
        } catch (MalformedPageException e) {
            throw new AssertionError(e);
        }
    }

    private static Slice slice(String text) {
        return new Slice(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Message message) {
        byte[] frame = Frames.write(new CompressionPolicy.None(), message);
        return FrameType.of(message).message() + " " + HexFormat.of().formatHex(frame);
    }

    @Test
    void frames_areWhatTheyEverWere() throws IOException {
        List<String> lines = messages().stream().map(FrameGoldenTest::line).toList();
        Golden.check("wire/v1/frames.txt", String.join("\n", lines) + "\n");
    }

    @Test
    void framesOfOld_areReadAsTheyWereMeant() throws IOException {
        List<String> lines = Files.readAllLines(FRAMES, StandardCharsets.UTF_8);
        assertEquals(messages().size(), lines.size());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            byte[] frame = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
            Message message = Frames.read(frame);
            assertNotNull(message, line);
            assertEquals(Frames.comparable(messages().get(i)), Frames.comparable(message), line);
        }
    }

    @Test
    void everyMessage_hasAFrame() {
        Set<Class<?>> here = messages().stream().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(Message.class.getPermittedSubclasses()), here);
    }
}
