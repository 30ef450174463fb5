package dev.dsync.engine.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file of pieces from played peers, and what they may not do. */
final class SwarmLinkTest {
    private static final int BYTES = 400_000;
    private static final RelPath PATH = RelPath.literal("f");
    private static final SwarmLink.Files NO_FILES =
            new SwarmLink.Files() {
                @Override
                public OptionalLong find(RelPath path, Digest content) {
                    return OptionalLong.empty();
                }

                @Override
                public byte @Nullable [] read(
                        RelPath path, Digest content, long offset, int length) {
                    return null;
                }
            };

    private static final SwarmLink.Told TOLD =
            new SwarmLink.Told() {
                @Override
                public void moved(long bytes) {}

                @Override
                public void dropped(RelPath path, SwarmLink.Why why) {}
            };

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(9)));
    private final Root root = system.openRoot(new byte[] {'/'});
    private final byte[] content = new byte[BYTES];
    private final Manifest manifest;
    private final List<String> dropped = new ArrayList<>();
    private final Swarm swarm =
            new Swarm(
                    new Swarm.Sizes(1, 16 << 10), new SplittableRandom(1), () -> this.moved = true);
    private final Played first = new Played();
    private final Played second = new Played();
    private final Fetch fetch = new Fetch(root, new NoNotes(), first.link);
    private final List<Fetched> results = new ArrayList<>();
    private boolean moved;

    SwarmLinkTest() throws IOException {
        new SplittableRandom(7).nextBytes(content);
        Arrays.fill(content, 100_000, 200_000, (byte) 0);
        ManifestStream stream = new ManifestStream(new MemoryPageStore());
        stream.write(content, 0, BYTES);
        manifest = stream.finish();
        fetch.want(
                new Wanted(
                        0,
                        1,
                        PATH,
                        BYTES,
                        new Timestamp(5, 5),
                        new Basis.Known(new Cook(manifest).done()),
                        (directory, file, modified) -> true,
                        manifest.root().name()));
        perform(fetch.ask());
        settle();
    }

    /** A peer, and the link to it. */
    private final class Played {
        private final SwarmLink link =
                new SwarmLink(
                        swarm,
                        NO_FILES,
                        new SwarmLink.Told() {
                            @Override
                            public void moved(long bytes) {}

                            @Override
                            public void dropped(RelPath path, SwarmLink.Why why) {
                                dropped.add(path + " " + why);
                            }
                        });
        private final Deque<Message> heard = new ArrayDeque<>();

        void says(Message message) throws IOException {
            tell(new Event.Received(message));
            settle();
        }

        void tell(Event event) throws IOException {
            for (Effect effect : link.step(event, 0)) {
                if (effect instanceof Effect.Send(Message message)) {
                    heard.add(message);
                } else if (effect instanceof Effect.Run run) {
                    tell(new Event.Completed(run.job().run()));
                }
            }
        }

        void has(long from, long to) throws IOException {
            says(held(new Range(from, to - from, null)));
        }

        /** Answers all it is asked for. */
        void answers() throws IOException {
            for (Message next = heard.poll(); next != null; next = heard.poll()) {
                if (next instanceof Message.PieceRequest request) {
                    says(piece(request, 0));
                }
            }
        }

        /** What it is asked for next. */
        Message.PieceRequest asked() {
            Message next = heard.remove();
            while (!(next instanceof Message.PieceRequest)) {
                next = heard.remove();
            }
            return (Message.PieceRequest) next;
        }
    }

    private Message.PiecesHeld held(Range... spans) {
        return new Message.PiecesHeld(manifest.root().name(), false, List.of(spans));
    }

    /** The piece asked for, of which one bit may be another. */
    private Message piece(Message.PieceRequest request, int wrong) {
        int from = (int) request.offset();
        byte[] bytes = Arrays.copyOfRange(content, from, from + request.length());
        bytes[5] ^= (byte) wrong;
        return new Message.Piece(request.content(), request.offset(), new Slice(bytes));
    }

    private void settle() throws IOException {
        while (moved) {
            moved = false;
            first.tell(new Event.Prompted(true));
            second.tell(new Event.Prompted(true));
            perform(fetch.step(new Event.Prompted(true), 0));
        }
    }

    private void perform(List<Effect> effects) throws IOException {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Run run) {
                perform(fetch.step(new Event.Completed(run.job().run()), 0));
            }
        }
        results.addAll(fetch.takeResults());
    }

    private void bothAnswer() throws IOException {
        while (results.isEmpty() && !(first.heard.isEmpty() && second.heard.isEmpty())) {
            first.answers();
            second.answers();
        }
    }

    private void assertBuilt() throws IOException {
        Fetched.Built built = assertInstanceOf(Fetched.Built.class, results.getFirst());
        byte[] there = new byte[BYTES];
        try (Directory directory = root.open(RelPath.ROOT);
                ReadableFile file = directory.openFile(built.staged())) {
            assertEquals(BYTES, file.stat().size());
            file.read(0, there, 0, BYTES);
        }
        assertArrayEquals(content, there);
        assertTrue(fetch.isIdle());
    }

    private String problem() {
        return assertInstanceOf(Fetched.Lost.class, results.getFirst()).problem().reason();
    }

    @AfterEach
    void close() throws IOException {
        fetch.close();
        first.link.close();
        second.link.close();
        root.close();
        assertEquals(0, system.openHandles());
    }

    @Test
    void whatTwoHaveInParts_isPutTogether() throws IOException {
        assertEquals(new Message.PiecesSought(manifest.root().name(), PATH), first.heard.element());
        second.has(200_000, BYTES);
        first.has(0, 250_000);
        bothAnswer();
        assertBuilt();
        assertTrue(((Fetched.Built) results.getFirst()).literal() < 352_000, "zeros are made here");
        assertEquals(new Message.PiecesSought(manifest.root().name(), null), first.heard.getLast());
    }

    @Test
    void wrongPiece_isGotFromTheOther_andTold() throws IOException {
        second.has(0, BYTES);
        Message.PieceRequest asked = second.asked();
        second.says(piece(asked, 1));
        assertEquals(List.of("f WRONG"), dropped);
        first.has(0, BYTES);
        bothAnswer();
        assertBuilt();
        assertEquals(1, dropped.size());
    }

    @Test
    void whatTheAnnouncerHasNoMore_andNobodyElse_isLost() throws IOException {
        second.has(0, 200_000);
        first.says(held());
        second.answers();
        assertEquals("changed while it was read", problem());
    }

    @Test
    void whatIsWrongAtAll_isLost() throws IOException {
        first.has(0, BYTES);
        while (results.isEmpty()) {
            first.says(piece(first.asked(), 1));
        }
        assertEquals("content does not match its digest", problem());
    }

    @Test
    void pieceThatIsNotThereAnyMore_isGotFromTheOther() throws IOException {
        second.has(0, BYTES);
        Message.PieceRequest asked = second.asked();
        second.says(new Message.Piece(asked.content(), asked.offset(), new Slice(new byte[0])));
        second.says(held());
        first.has(0, BYTES);
        bothAnswer();
        assertBuilt();
    }

    @Test
    void linkThatIsLostInMidPiece_leavesItToTheOther() throws IOException {
        second.has(0, BYTES);
        assertTrue(second.asked().length() > 0);
        second.link.close();
        first.has(0, BYTES);
        first.answers();
        assertBuilt();
    }

    @Test
    void fullDisk_endsTheFetch() throws IOException {
        system.setFaults(
                (operation, _) -> {
                    if (operation == Operation.WRITE) {
                        throw new FsException(FsException.Reason.NO_SPACE);
                    }
                });
        first.has(0, BYTES);
        assertThrows(FsException.class, first::answers);
    }

    @Test
    void whatHasCome_isHandedOnAtOnce_andNothingElse() throws IOException {
        second.says(new Message.PiecesSought(manifest.root().name(), PATH));
        Message.PiecesHeld none = (Message.PiecesHeld) second.heard.getLast();
        assertEquals(1, none.spans().size(), "the zeros");
        first.has(0, BYTES);
        Message.PieceRequest asked = first.asked();
        second.says(asked);
        assertEquals(
                new Message.Piece(asked.content(), asked.offset(), new Slice(new byte[0])),
                second.heard.stream()
                        .filter(Message.Piece.class::isInstance)
                        .findAny()
                        .orElseThrow(),
                "it has not come");
        second.heard.clear();
        first.says(piece(asked, 0));
        Message.PiecesHeld told =
                (Message.PiecesHeld)
                        second.heard.stream()
                                .filter(Message.PiecesHeld.class::isInstance)
                                .findAny()
                                .orElseThrow();
        assertTrue(
                told.spans().stream()
                        .anyMatch(
                                span ->
                                        span.offset() <= asked.offset()
                                                && span.offset() + span.length()
                                                        >= asked.offset() + asked.length()));
        second.says(asked);
        assertEquals(piece(asked, 0), second.heard.getLast());
    }

    @Test
    void receiveOnly_handsOnNothing() throws IOException {
        first.has(0, BYTES);
        first.answers();
        Digest name = manifest.root().name();
        SwarmLink link = new SwarmLink(swarm, null, TOLD);
        assertEquals(
                List.of(new Effect.Send(held())),
                link.step(new Event.Received(new Message.PiecesSought(name, PATH)), 0));
        Effect.Run reading =
                (Effect.Run)
                        link.step(new Event.Received(new Message.PieceRequest(name, 0, 9)), 0)
                                .getFirst();
        assertEquals(
                new Effect.Send(new Message.Piece(name, 0, new Slice(new byte[0]))),
                link.step(new Event.Completed(reading.job().run()), 0).getFirst());
    }

    @Test
    void breaches_endTheLink() throws IOException {
        first.has(0, BYTES);
        Message.PieceRequest asked = first.asked();
        Digest name = asked.content();
        for (Message breach :
                List.of(
                        new Message.Piece(name, 3, new Slice(new byte[1])),
                        new Message.Piece(name, asked.offset(), new Slice(new byte[1])),
                        held(new Range(BYTES, 1, null)),
                        new Message.Credit(1))) {
            assertThrows(UnexpectedMessageException.class, () -> first.says(breach));
        }
        assertFalse(fetch.isIdle());
    }

    @Test
    void requestsBeyondWhatMayWait_endTheLink() throws IOException {
        Message request = new Message.PieceRequest(manifest.root().name(), 0, 1);
        for (int i = 0; i <= HandingOn.REQUESTS_MAX; i++) {
            var _ = second.link.step(new Event.Received(request), 0); // and no job is done
        }
        assertThrows(
                UnexpectedMessageException.class,
                () -> second.link.step(new Event.Received(request), 0));
    }
}
