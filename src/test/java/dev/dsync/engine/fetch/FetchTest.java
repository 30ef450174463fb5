package dev.dsync.engine.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.chunk.Gap;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked for, and what may come of it. */
final class FetchTest {
    /** More than is asked for at once. */
    private static final long LARGE_BYTES = 100 << 20;

    private static final Segment BYTES = new Segment.Bytes(0, new Slice(new byte[] {1, 2, 3}));

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(9)));
    private final Root root = system.openRoot(new byte[] {'/'});
    private final Fetch fetch = new Fetch(root, new NoNotes());

    FetchTest() throws IOException {
        fetch.want(
                new Wanted(
                        0,
                        1,
                        RelPath.literal("f"),
                        6,
                        new Timestamp(5, 5),
                        new Basis.Nothing(),
                        (directory, file, modified) -> true,
                        null));
        fetch.ask();
    }

    @AfterEach
    void close() throws IOException {
        fetch.close();
        root.close();
    }

    private Effect.Run receive(Segment... segments) throws IOException {
        Message data = new Message.Data(List.of(segments));
        List<Effect> effects = fetch.step(new Event.Received(data), 0);
        return assertInstanceOf(Effect.Run.class, effects.getFirst());
    }

    private List<Fetched> run(Effect.Run job) throws IOException {
        fetch.step(new Event.Completed(job.job().run()), 0);
        return fetch.takeResults();
    }

    private static Segment end() throws IOException {
        ManifestStream content = new ManifestStream(PageStore.forgetting());
        content.write(new byte[] {1, 2, 3, 1, 2, 3}, 0, 6);
        return new Segment.End(0, content.finish().root().name());
    }

    @Test
    void piecesUnderWayOfALostFile_arePassedOver() throws IOException {
        system.setFaults(
                (operation, _) -> {
                    if (operation == Operation.WRITE) {
                        throw new FsException(FsException.Reason.ACCESS_DENIED);
                    }
                });
        assertInstanceOf(Fetched.Lost.class, run(receive(BYTES)).getFirst());
        assertFalse(fetch.isIdle());
        assertEquals(List.of(), run(receive(BYTES, end())));
        assertTrue(fetch.isIdle());
    }

    /**
     * A file of which nothing is here, and whose manifest is known: it is asked for in portions.
     */
    private static Wanted large() throws IOException {
        ManifestStream content = new ManifestStream(PageStore.forgetting());
        content.zeros(LARGE_BYTES);
        Manifest manifest = content.finish();
        Gap all = new Gap(0, LARGE_BYTES, 0, 0, false);
        return new Wanted(
                1,
                2,
                RelPath.literal("large"),
                LARGE_BYTES,
                new Timestamp(5, 5),
                new Basis.Known(
                        new Recipe(manifest, null, 0, false, null, List.of(), List.of(all))),
                (directory, file, modified) -> true,
                null);
    }

    /** The ranges of the large file asked for among these. */
    private static List<Want.Ranges> ranges(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(effect -> ((Effect.Send) effect).message())
                .filter(Message.Fetch.class::isInstance)
                .flatMap(message -> ((Message.Fetch) message).wishes().stream())
                .map(wish -> (Want.Ranges) wish.want())
                .toList();
    }

    private static Effect.Run job(List<Effect> effects) {
        return (Effect.Run)
                effects.stream().filter(Effect.Run.class::isInstance).findFirst().orElseThrow();
    }

    @Test
    void ofALostFile_noMoreRangesAreAskedFor() throws IOException {
        run(receive(BYTES, BYTES, end()));
        fetch.want(large());
        List<Effect> first = fetch.step(new Event.Completed(job(fetch.ask()).job().run()), 0);
        assertFalse(ranges(first).getFirst().last());
        Completion second = job(first).job().run();
        system.setFaults(
                (operation, _) -> {
                    if (operation == Operation.WRITE) {
                        throw new FsException(FsException.Reason.ACCESS_DENIED);
                    }
                });
        Segment some = new Segment.Bytes(1, new Slice(new byte[] {1, 2, 3}));
        assertInstanceOf(Fetched.Lost.class, run(receive(some)).getFirst());
        List<Want.Ranges> asked = ranges(fetch.step(new Event.Completed(second), 0));
        assertEquals(List.of(new Want.Ranges(List.of(), true)), asked);
    }

    @Test
    void piecesOfALostFile_mayAllBeUnderWay() throws IOException {
        system.setFaults(
                (operation, _) -> {
                    if (operation == Operation.WRITE) {
                        throw new FsException(FsException.Reason.ACCESS_DENIED);
                    }
                });
        List<Effect.Run> jobs = List.of(receive(BYTES), receive(BYTES), receive(end()));
        List<Fetched> results = new ArrayList<>();
        for (Effect.Run job : jobs) {
            results.addAll(run(job));
        }
        assertEquals(1, results.size());
        assertTrue(fetch.isIdle());
    }

    @Test
    void pieceBehindTheLast_isABreach() throws IOException {
        Effect.Run job = receive(BYTES, BYTES, end());
        assertThrows(UnexpectedMessageException.class, () -> receive(BYTES));
        assertInstanceOf(Fetched.Built.class, run(job).getFirst());
        assertThrows(UnexpectedMessageException.class, () -> receive(BYTES));
    }
}
