package dev.dsync.engine.fetch;

import dev.dsync.core.delta.Signature;
import dev.dsync.engine.fetch.Outcome.Again;
import dev.dsync.engine.fetch.Wanted.Part;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.Index;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gets the contents of files: asks ahead as far as the window allows, and builds what comes. */
public final class Fetch implements Machine, AutoCloseable {
    /** Content bytes asked for and not yet here; enough to keep a link busy for a round trip. */
    private static final long ASKED_BYTES_MAX = 64L << 20;

    /** Files asked for and not yet here. */
    private static final int ASKED_FILES_MAX = 8192;

    /** Bytes of their wishes, as many as a source lets wait. */
    private static final long ASKED_WISHES_BYTES_MAX = 2 << 20;

    /** Files copied in one job. */
    private static final int COPIES_MAX = 256;

    /** Bytes of wishes in one message. */
    private static final int MESSAGE_BYTES = 1 << 20;

    private final Receiver receiver;
    private final GapReader gaps;
    private final Pooled pooled;
    private final Deque<Wanted> waiting = new ArrayDeque<>();
    private final Map<Integer, Wanted> asked = new HashMap<>();

    /** Files asked for whose last segment is here, of which the result is not. */
    private final Set<Integer> ended = new HashSet<>();

    /** Files asked for that are lost, and of which more segments are on their way. */
    private final Set<Integer> lost = new HashSet<>();

    private final List<Fetched> results = new ArrayList<>();

    /** The file whose gaps are being asked for, one portion after the other. */
    private @Nullable Portions portions;

    /** What is asked for again, once no other file's ranges are being asked for. */
    private final List<Wish> repeats = new ArrayList<>();

    private long askedBytes;
    private long wishBytes;

    /** What a fetch remembers of what it builds. */
    public interface Notes {
        /** The index of the root, opened when it is asked for; of any thread. */
        Index index();

        /** A file of no more bytes is not worth it. */
        long unnotedBytesMax();

        /** Of one of no more bytes it is noted what it contains, and not where its chunks are. */
        long unchunkedBytesMax();
    }

    /** A fetch that builds files in this root, out of what one source sends. */
    public Fetch(Root root, Notes notes) {
        this(root, notes, Pool.NONE);
    }

    /** The same, which gets large files of all peers that have some of them. */
    public Fetch(Root root, Notes notes, SwarmLink link) {
        this(root, notes, (Pool) link);
    }

    private Fetch(Root root, Notes notes, Pool pool) {
        this.receiver = new Receiver(root, notes);
        this.gaps = new GapReader(root);
        this.pooled = new Pooled(pool, receiver);
    }

    /** What a job of this machine came to. */
    record Stored(Outcome outcome, long bytes) implements Completion {}

    /** The next gaps of a file, with the signatures of what is there. */
    private record Portion(List<Part> parts) implements Completion {}

    /** How far the gaps of a file are asked for. */
    private static final class Portions {
        private final Wanted wanted;
        private final Recipe recipe;
        private final GapReader.Progress progress = new GapReader.Progress();
        private boolean reading;

        /** No more of it is wanted in ranges: it is lost, or the source sends all of it. */
        private boolean abandoned;

        Portions(Wanted wanted, Recipe recipe) {
            this.wanted = wanted;
            this.recipe = recipe;
        }
    }

    /** Queues a wish; it is asked for by {@link #ask}. */
    public void want(Wanted wanted) {
        waiting.add(wanted);
    }

    /** Requests for as much as the window has room for. */
    public List<Effect> ask() {
        List<Effect> effects = new ArrayList<>();
        List<Wish> wishes = new ArrayList<>();
        List<Wanted> copies = new ArrayList<>();
        if (portions == null) {
            wishes.addAll(repeats);
            repeats.clear();
        }
        while (isToBeEnded(portions) || (hasRoom() && copies.size() < COPIES_MAX)) {
            Portions portion = portions;
            if (portion != null) {
                if (!portion.reading) {
                    portion.reading = true;
                    effects.addAll(inMessages(wishes));
                    wishes.clear();
                    effects.add(
                            new Effect.Run(
                                    Lane.READ,
                                    () ->
                                            new Portion(
                                                    gaps.next(portion.recipe, portion.progress))));
                }
                break;
            }
            Wanted wanted = waiting.poll();
            if (wanted == null) {
                break;
            }
            asked.put(wanted.file(), wanted);
            switch (wanted.basis()) {
                case Basis.Same _, Basis.Built _ -> {
                    ended.add(wanted.file());
                    copies.add(wanted);
                }
                case Basis.Nothing _ -> wishes.add(whole(wanted, null));
                case Basis.Like(_, Signature signature) -> wishes.add(whole(wanted, signature));
                case Basis.Known(Recipe recipe) -> {
                    Effect opening = pooled.begin(wanted, recipe);
                    if (opening == null) {
                        portions = new Portions(wanted, recipe);
                    } else {
                        ended.add(wanted.file());
                        effects.add(opening);
                    }
                }
            }
        }
        effects.addAll(inMessages(wishes));
        if (!copies.isEmpty()) {
            effects.add(new Effect.Run(Lane.WRITE, () -> new Stored(receiver.copy(copies), 0)));
        }
        return effects;
    }

    /** Whether the source is to be told that no more of a file is wanted, which takes no room. */
    private static boolean isToBeEnded(@Nullable Portions portions) {
        return portions != null && portions.abandoned;
    }

    private boolean hasRoom() {
        return asked.size() < ASKED_FILES_MAX
                && wishBytes < ASKED_WISHES_BYTES_MAX / 2
                && askedBytes < ASKED_BYTES_MAX
                && !pooled.isFull();
    }

    private Wish whole(Wanted wanted, @Nullable Signature old) {
        Wish wish = new Wish(wanted.file(), wanted.entry(), new Want.Whole(old));
        expect(wanted, new Part(new Range(0, wanted.size(), old), 0, PartSize.of(wish)));
        return wish;
    }

    private void expect(Wanted wanted, Part part) {
        wanted.parts().add(part);
        askedBytes += part.range().length();
        wishBytes += part.wishBytes();
    }

    private static List<Effect> inMessages(List<Wish> wishes) {
        List<Effect> effects = new ArrayList<>();
        List<Wish> batch = new ArrayList<>();
        int bytes = 0;
        for (Wish wish : wishes) {
            int size = PartSize.of(wish);
            if (bytes + size > MESSAGE_BYTES && !batch.isEmpty()) {
                effects.add(new Effect.Send(new Message.Fetch(batch)));
                batch.clear();
                bytes = 0;
            }
            batch.add(wish);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            effects.add(new Effect.Send(new Message.Fetch(batch)));
        }
        return effects;
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        return switch (event) {
            case Event.Received(Message.Data data) -> List.of(store(data.segments(), nowNanos));
            case Event.Completed(Stored stored) -> stored(stored);
            case Event.Completed(Portion portion) -> portion(portion);
            case Event.Completed(Pooled.Opened opened) -> {
                pooled.opened(opened);
                List<Effect> effects = stored(new Stored(opened.outcome(), 0));
                effects.addAll(pooled.end());
                yield effects;
            }
            case Event.Prompted _ -> pooled.end();
            case Event.Received received ->
                    throw UnexpectedMessageException.of(
                            received.message(), "while contents are awaited");
            case Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Cancelled _ ->
                    List.of();
        };
    }

    private List<Effect> portion(Portion portion) {
        Portions under = portions;
        if (under == null) {
            throw new IllegalStateException("a portion of no file");
        }
        under.reading = false;
        Wanted wanted = under.wanted;
        boolean last = under.abandoned || under.progress.isAtEnd(under.recipe);
        List<Range> ranges = new ArrayList<>();
        if (!under.abandoned) {
            for (Part part : portion.parts) {
                expect(wanted, part);
                ranges.add(part.range());
            }
        }
        if (last) {
            portions = null;
        }
        Want want = new Want.Ranges(ranges, last);
        List<Effect> effects = new ArrayList<>();
        effects.add(
                new Effect.Send(
                        new Message.Fetch(List.of(new Wish(wanted.file(), wanted.entry(), want)))));
        effects.addAll(ask());
        return effects;
    }

    private Effect store(List<Segment> segments, long nowNanos) throws IOException {
        Map<Integer, Wanted> wanted = new HashMap<>();
        for (Segment segment : segments) {
            for (int file : segment.files()) {
                Wanted one = asked.get(file);
                if (one == null || ended.contains(file)) {
                    throw new UnexpectedMessageException(
                            "Data", "for file " + file + ", which nobody asked for");
                }
                wanted.put(file, one);
            }
            if (segment instanceof Segment.OfFile piece) {
                note(piece);
            }
        }
        return new Effect.Run(
                Lane.WRITE,
                () -> new Stored(receiver.take(segments, wanted, nowNanos), windowBytes(segments)));
    }

    private void note(Segment.OfFile piece) throws IOException {
        int file = piece.file();
        Portions under = portions;
        if (piece instanceof Segment.End
                && under != null
                && under.wanted.file() == file
                && !under.abandoned) {
            throw new UnexpectedMessageException("Data", "ends before its last range");
        }
        if (piece.isLast() || piece instanceof Segment.Restart) {
            abandon(file);
        }
        if (piece.isLast()) {
            if (lost.remove(file)) {
                asked.remove(file);
            } else {
                ended.add(file);
            }
        }
    }

    private static long windowBytes(List<Segment> segments) {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += PartSize.of(segment);
        }
        return bytes;
    }

    private List<Effect> stored(Stored stored) {
        Outcome outcome = stored.outcome;
        askedBytes -= outcome.freedBytes();
        wishBytes -= outcome.freedWishBytes();
        pooled.ended(outcome.results());
        for (Fetched fetched : outcome.results()) {
            results.add(fetched);
            if (ended.remove(fetched.file())) {
                asked.remove(fetched.file());
            } else {
                lost.add(fetched.file());
                abandon(fetched.file());
            }
        }
        List<Effect> effects = new ArrayList<>();
        if (stored.bytes > 0) {
            effects.add(new Effect.Send(new Message.Credit(stored.bytes)));
        }
        outcome.again().forEach(one -> repeats.add(again(one)));
        effects.addAll(ask());
        return effects;
    }

    /** No more ranges of a file are asked for. */
    private void abandon(int file) {
        Portions under = portions;
        if (under != null && under.wanted.file() == file) {
            under.abandoned = true;
        }
    }

    private Wish again(Again again) {
        ended.remove(again.file());
        Wanted wanted = asked.get(again.file());
        if (wanted == null) {
            throw new IllegalStateException("file " + again.file() + " again, which is not asked");
        }
        if (again.ranges().isEmpty()) {
            return whole(wanted, null);
        }
        for (Range range : again.ranges()) {
            expect(wanted, new Part(range, 0, PartSize.of(range)));
        }
        return new Wish(wanted.file(), wanted.entry(), new Want.Ranges(again.ranges(), true));
    }

    /** What was completed or lost since this was last asked. */
    public List<Fetched> takeResults() {
        List<Fetched> taken = List.copyOf(results);
        results.clear();
        return taken;
    }

    /** Wishes not asked for yet. */
    public int backlog() {
        return waiting.size();
    }

    /** Whether everything wanted is here or lost, and nothing more of it will come. */
    public boolean isIdle() {
        return waiting.isEmpty() && asked.isEmpty() && portions == null;
    }

    /** Closes files that are not complete; what was built of them stays under its stage names. */
    @Override
    public void close() {
        pooled.close();
        receiver.close();
        gaps.close();
    }
}
