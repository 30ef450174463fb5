package dev.dsync.engine.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.wire.ProtocolException;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pieces of files that become files under their stage names. */
final class ReceiverTest {
    private static final Timestamp TIME = new Timestamp(5, 5);
    private static final Name STAGED = Stage.nameFor(Name.literal("f"), 6, TIME);

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(9)));
    private final Root root = system.openRoot(new byte[] {'/'});
    private final Receiver receiver = new Receiver(root, new NoNotes());
    private final List<Fetched> results = new ArrayList<>();

    private Completing completing = (directory, file, modified) -> TIME.equals(modified);

    private Wanted wanted = wanted(null);

    /** How often all of the file was to be asked for again. */
    private int again;

    ReceiverTest() throws IOException {}

    private Wanted wanted(@Nullable Digest content) {
        return new Wanted(
                3,
                1,
                RelPath.literal("f"),
                6,
                TIME,
                new Basis.Nothing(),
                (directory, file, modified) -> completing.complete(directory, file, modified),
                content);
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
        root.close();
        assertEquals(0, system.openHandles());
    }

    private void take(Segment... segments) throws IOException {
        Outcome outcome = receiver.take(List.of(segments), Map.of(3, wanted), 0);
        results.addAll(outcome.results());
        again += outcome.again().size();
        outcome.again().forEach(one -> assertEquals(List.of(), one.ranges()));
    }

    private static Segment bytes(String text) {
        return new Segment.Bytes(3, new Slice(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Segment.End end(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        ManifestStream stream = new ManifestStream(PageStore.forgetting());
        stream.write(bytes, 0, bytes.length);
        return new Segment.End(3, stream.finish().root().name());
    }

    private String staged() throws IOException {
        try (Directory directory = root.open(RelPath.ROOT);
                ReadableFile file = directory.openFile(STAGED)) {
            byte[] bytes = new byte[100];
            return new String(bytes, 0, file.read(0, bytes, 0, 100), StandardCharsets.UTF_8);
        }
    }

    private List<Name> names() throws IOException {
        try (Directory directory = root.open(RelPath.ROOT)) {
            return directory.names();
        }
    }

    @Test
    void fileThatCannotBeCompleted_isLost_andNothingOfItIsLeft() throws IOException {
        completing =
                (directory, file, modified) -> {
                    throw new FsException(FsException.Reason.NOT_PERMITTED);
                };

        take(bytes("abcdef"), end("abcdef"));

        Problem problem = assertInstanceOf(Fetched.Lost.class, results.getFirst()).problem();
        assertEquals(Problem.Kind.SET_ATTRIBUTES, problem.kind());
        try (Directory directory = root.open(RelPath.ROOT)) {
            assertEquals(List.of(), directory.names());
        }
    }

    @Test
    void contentThatIsNoneOfIt_comesAgainAsItWasListed() throws IOException {
        take(new Segment.Restart(3, 4, new Timestamp(7, 7)), bytes("abcd"), end("other"));
        assertEquals(1, again);
        take(bytes("abcdef"), end("abcdef"));
        assertInstanceOf(Fetched.Built.class, results.getFirst());
        assertEquals("abcdef", staged());
    }

    @Test
    void fileIsCompletedOpen_andOnlyWhenItsContentIsVerified() throws IOException {
        completing =
                (directory, file, modified) -> {
                    file.setMode(0640);
                    return true;
                };
        take(bytes("abcdef"), end("abcdef"));
        try (Directory directory = root.open(RelPath.ROOT)) {
            assertEquals(0640, directory.stat(STAGED).mode());
        }

        completing =
                (directory, file, modified) -> {
                    throw new AssertionError("completed without being verified");
                };
        take(bytes("abcdeg"), end("abcdef"));
    }

    @Test
    void piecesInOrder_becomeTheFile() throws IOException {
        take(bytes("abc"));
        take(bytes("def"), end("abcdef"));
        assertEquals(List.of(new Fetched.Built(3, STAGED, true, 6, null)), results);
        assertEquals("abcdef", staged());
    }

    @Test
    void zeros_becomeAHoleOfTheSameContent() throws IOException {
        take(bytes("ab"), new Segment.Zeros(3, 4), end("ab\0\0\0\0"));
        assertInstanceOf(Fetched.Built.class, results.getFirst());
        assertEquals("ab\0\0\0\0", staged());
    }

    /** A peer could keep a core busy for ages by a few bytes, were zeros hashed one by one. */
    @Test
    @Timeout(60)
    void zerosOfAHugeAnnouncedSize_costNoTime() throws IOException {
        long huge = 1L << 60;
        take(new Segment.Restart(3, huge, TIME), new Segment.Zeros(3, huge - 1));
        take(new Segment.Restart(3, 1, TIME), bytes("x"), end("x"));
        assertEquals("x", staged());
    }

    @Test
    void restart_forgetsWhatCameBefore() throws IOException {
        Timestamp later = new Timestamp(6, 6);
        take(bytes("abcdef"), new Segment.Restart(3, 2, later), bytes("xy"), end("xy"));
        assertEquals(List.of(new Fetched.Built(3, STAGED, false, 8, null)), results);
        assertEquals("xy", staged());
    }

    /** Or it would be another than the one that is recorded as taken. */
    @Test
    void theOnlyContentThatWillDo_getsTheTimeThatWasListedWithIt() throws IOException {
        wanted = wanted(end("abcdef").content());
        take(new Segment.Restart(3, 6, new Timestamp(6, 6)), bytes("abcdef"), end("abcdef"));
        assertEquals(List.of(new Fetched.Built(3, STAGED, true, 6, null)), results);
    }

    @Test
    void whatAnEarlierRunLeft_isReplaced() throws IOException {
        try (Directory directory = root.open(RelPath.ROOT)) {
            directory.createFile(STAGED).close();
        }
        take(bytes("abcdef"), end("abcdef"));
        assertEquals("abcdef", staged());
    }

    @Test
    void wrongDigest_isAskedForTwiceMoreAndLeavesNothing() throws IOException {
        for (int time = 0; time < 3; time++) {
            assertEquals(List.of(), results);
            assertEquals(time, again);
            take(bytes("abcdef"), end("other"));
        }
        assertEquals(2, again);
        assertEquals(
                Problem.Kind.WRITE,
                assertInstanceOf(Fetched.Lost.class, results.getFirst()).problem().kind());
        assertTrue(names().isEmpty());
    }

    @Test
    void wrongDigest_isMadeGoodByTheNext() throws IOException {
        take(bytes("abcdeg"), end("abcdef"), bytes("abcdef"), end("abcdef"));
        assertEquals(List.of(new Fetched.Built(3, STAGED, true, 12, null)), results);
        assertEquals("abcdef", staged());
    }

    @Test
    void gone_leavesNothingAndIsToldOnce() throws IOException {
        take(bytes("abc"), new Segment.Gone(3, Problem.Kind.VANISHED, "gone"));
        assertEquals(1, results.size());
        assertTrue(names().isEmpty());
    }

    @Test
    void faultWhileWriting_losesThisFileOnly() throws IOException {
        system.setFaults(
                (operation, _) -> {
                    if (operation == Operation.WRITE) {
                        throw new FsException(FsException.Reason.INPUT_OUTPUT);
                    }
                });
        take(bytes("abc"), bytes("def"), end("abcdef"));
        assertEquals(1, results.size());
        assertInstanceOf(Fetched.Lost.class, results.getFirst());
        assertTrue(names().isEmpty());
    }

    @Test
    void fullDisk_endsEverythingAndNothingIsBuiltAfterIt() throws IOException {
        system.setCapacityBytes(1);
        FsException full = assertThrows(FsException.class, () -> take(bytes("abc")));
        assertEquals(FsException.Reason.NO_SPACE, full.reason());
        system.setCapacityBytes(1000);
        take(bytes("def"), end("abcdef")); // was under way
        assertEquals(List.of(), results);
        assertEquals(List.of(), names());
    }

    @Test
    void moreOrLessThanAnnounced_isABreach() {
        assertThrows(ProtocolException.class, () -> take(bytes("abcdefg")));
        assertThrows(ProtocolException.class, () -> take(new Segment.Zeros(3, 7)));
        assertThrows(
                ProtocolException.class,
                () -> take(new Segment.Restart(3, 2, TIME), bytes("x"), end("x")));
        assertThrows(
                ProtocolException.class, () -> take(new Segment.Bytes(4, new Slice(new byte[1]))));
    }
}
