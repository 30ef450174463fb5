package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.ReportLevel;
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Want;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a peer does that is no dsync's, and what becomes of the tree here. */
class HostileSessionTest {
    private static final Attributes ATTRIBUTES =
            new Attributes(0755, new Timestamp(1_700_000_000, 0), 0, 0);
    private static final DirectoryEntry ROOT =
            new DirectoryEntry(RelPath.ROOT, ATTRIBUTES, Listed.ALL, null);
    private static final Profile PROFILE = Profiles.keptBy(1000);

    private final MemoryFileSystem system = new MemoryFileSystem(() -> Instant.EPOCH);
    private final MemoryTree here;

    HostileSessionTest() throws IOException {
        here = new MemoryTree(system, "here").file("kept", "kept", 1);
    }

    private static FileEntry file(String path) {
        return new FileEntry(RelPath.literal(path), ATTRIBUTES, 3, null, null, null);
    }

    private static Request request(Role role, String path) {
        return new Request(
                role,
                List.of(TypedPath.literal(path)),
                Scope.ALL,
                PROFILE,
                Policy.DEFAULT,
                Placement.NONE,
                false,
                false,
                ReportLevel.CHANGES,
                OptionalInt.empty(),
                AttributeChanges.NONE,
                false);
    }

    /** Pulls from a source that agrees to this top and lists this. */
    private Ending pull(
            String there, String destination, RelPath top, HostilePeer.Announced announced)
            throws IOException {
        Session session =
                Session.pull(
                        new TrustedGreeting(),
                        request(Role.TARGET, there),
                        rename ->
                                TargetPlace.open(
                                        system,
                                        TypedPath.literal(destination),
                                        false,
                                        false,
                                        rename),
                        event -> {});
        try (HostilePeer peer = HostilePeer.against(session)) {
            peer.say(peer.hear(Message.Hello.class));
            Request request = peer.hear(Request.class);
            peer.say(Agreed.to(request.profile(), top));
            peer.say(announced.root());
            if (peer.rest(Message.StreamRequest.class)) {
                peer.say(announced.pages());
            }
            return peer.ending();
        }
    }

    private static void assertBroken(String what, Ending ending) {
        Ending.Broken broken = assertInstanceOf(Ending.Broken.class, ending);
        assertTrue(broken.what().contains(what), broken.what());
    }

    @Test
    void nameThatLeadsUp_isNoName() throws IOException {
        MemoryTree empty = new MemoryTree(system, "empty");
        HostilePeer.Announced honest = HostilePeer.listing(PROFILE, ROOT, file("xx"));
        var before = here.look();
        Ending ending =
                pull("there/", "empty", RelPath.ROOT, HostilePeer.forged(honest, "xx", ".."));
        assertBroken("name", ending);
        assertEquals(before, here.look());
        assertTrue(empty.look().isEmpty(), empty.look().toString());
    }

    @Test
    void nameWithASlash_isNoName() throws IOException {
        HostilePeer.Announced honest = HostilePeer.listing(PROFILE, ROOT, file("xxxx"));
        MemoryTree empty = new MemoryTree(system, "empty");
        assertBroken(
                "name",
                pull("there/", "empty", RelPath.ROOT, HostilePeer.forged(honest, "xxxx", "/etc")));
        assertTrue(empty.look().isEmpty(), empty.look().toString());
    }

    @Test
    void topNobodyAskedFor_isRefused_beforeAnythingIsOpened() throws IOException {
        var before = here.look();
        HostilePeer.Announced announced = HostilePeer.listing(PROFILE, ROOT, file("f"));
        assertBroken(
                "nobody asked for", pull("there/one", "here", RelPath.literal("two"), announced));
        assertEquals(before, here.look());
    }

    @Test
    void entryBesideTheOneAskedFor_isRefused() throws IOException {
        Bounds bounds =
                new Bounds(
                        new Listing.Writer(PROFILE, new MemoryPageStore()).finish(),
                        List.of(RelPath.literal("a/b")),
                        List.of(),
                        Scope.ALL);
        bounds.require(ROOT, ROOT);
        bounds.require(
                new DirectoryEntry(RelPath.literal("a"), ATTRIBUTES, Listed.NONE, null), ROOT);
        bounds.require(file("a/b"), ROOT);
        bounds.require(file("a/b/c"), ROOT);
        for (String path : List.of("a", "b", "a/c", "a/bb", "a/b/.dsync", "a/b/.dsync-x")) {
            assertRefused(bounds, file(path));
        }
    }

    private static void assertRefused(Bounds bounds, Entry entry) {
        try {
            bounds.require(entry, ROOT);
        } catch (IOException _) {
            return;
        }
        throw new AssertionError(entry.path().toString());
    }

    @Test
    void targetThatAsksForWhatWasNotAnnounced_getsNothing() throws IOException {
        here.file("secret", "secret", 1);
        MemoryTree _ = new MemoryTree(system, "here/sent").file("f", "abc", 1);
        SourceFiles files =
                SourceFiles.open(system, List.of(TypedPath.literal("here/sent/")), Scope.ALL);
        Session session =
                Session.push(
                        new TrustedGreeting(), request(Role.SOURCE, "there/"), files, event -> {});
        try (HostilePeer peer = HostilePeer.against(session)) {
            peer.say(peer.hear(Message.Hello.class));
            Request request = peer.hear(Request.class);
            peer.say(Agreed.to(request.profile(), RelPath.ROOT));
            Message.ListingRoot _ = peer.hear(Message.ListingRoot.class);
            long behind = 2; // the root and its one file are all there is
            Message.Wish wish = new Message.Wish(0, behind, new Want.Whole(null));
            peer.say(new Message.Fetch(List.of(wish)));
            List<Message> rest = peer.rest();
            assertTrue(rest.stream().noneMatch(Message.Data.class::isInstance), rest.toString());
            assertBroken("entry 2, which is no file", peer.ending());
        }
    }

    @Test
    void bigFrameBeforeHello_isNotRead() throws IOException {
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(system), event -> {});
        try (HostilePeer peer = HostilePeer.against(session)) {
            peer.sayBytes(new byte[] {0, 64, 0, 0, 1});
            assertBroken("frame.length", peer.ending());
        }
    }

    @Test
    void noiseInsteadOfFrames_isNotUnderstood() throws IOException {
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(system), event -> {});
        try (HostilePeer peer = HostilePeer.against(session)) {
            peer.sayBytes("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertInstanceOf(Ending.Broken.class, peer.ending());
        }
    }

    /** Pings, until it is hung up on. */
    private static Thread flood(HostilePeer peer) {
        return Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                for (long number = 1; peer.ping(number); number++) {}
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }

    private static void assertSilent(Ending ending) {
        Ending.Refused refused = assertInstanceOf(Ending.Refused.class, ending);
        assertEquals(Message.Reason.SILENT, refused.reason());
    }

    @Test
    void peerThatTalksButListensToNothing_isGivenUp() throws Exception {
        Patience patience = Patience.losingAfter(Duration.ofMillis(1500));
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(system), event -> {})
                        .with(patience);
        try (HostilePeer peer = HostilePeer.against(session)) {
            peer.say(HostilePeer.hello());
            Message.Hello _ = peer.hear(Message.Hello.class);
            Thread flood = flood(peer);
            assertSilent(peer.ending());
            flood.join();
        }
    }

    @Test
    void otherVersions_areRefused_namingBoth() throws IOException {
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(system), event -> {});
        try (HostilePeer peer = HostilePeer.against(session)) {
            peer.say(new Message.Hello(7, 9, "", null));
            Message.Refuse refuse = peer.hear(Message.Refuse.class);
            assertEquals(Message.Reason.VERSION, refuse.reason());
            assertEquals("peer speaks 7 to 9, this side 1 to 1", refuse.detail());
        }
    }

    @Test
    void halfAFrame_isALostConnection() throws IOException {
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(system), event -> {});
        HostilePeer peer = HostilePeer.against(session);
        peer.sayBytes(new byte[] {0, 0, 0, 9, 1, 2});
        peer.endOutput();
        Ending.Lost lost = assertInstanceOf(Ending.Lost.class, peer.ending());
        assertTrue(lost.reason().contains("6 of 14 bytes"), lost.reason());
        peer.close();
    }
}
