package dev.dsync.engine.source;

import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.delta.Blocks;
import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.Matcher;
import dev.dsync.core.delta.Patch;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads wished files in order, a few segments at a time. Used by the jobs of one lane only. */
final class ContentReader implements AutoCloseable {
    /** Bytes of segments in one message beside the content in them. */
    private static final int OVERHEAD_MAX = 1 << 20;

    private static final int SEGMENTS_MAX = 16_384;

    /** Bytes of files compared with old ones for one message, which may have few of them. */
    private static final long COMPARED_BYTES_MAX = 8 << 20;

    private final Contents contents;
    private final AnnouncedManifests manifests;
    private final PatchBatch batch = new PatchBatch();
    private final ManifestStream hash = new ManifestStream(PageStore.forgetting());
    private Outgoing outgoing = new Outgoing(0);
    private final Deque<Wish> wishes = new ArrayDeque<>();

    /** Files of which all there is to say was said before the last of their ranges was wanted. */
    private final Set<Integer> ended = new HashSet<>();

    private @Nullable SentFile current;
    private long compared;
    private @Nullable Signature blocksOf;
    private @Nullable Blocks blocks;

    ContentReader(Contents contents) {
        this.contents = contents;
        this.manifests = new AnnouncedManifests(contents);
    }

    /** What was read. */
    record Part(List<Segment> segments, int wishesDone) {}

    void add(List<Wish> more) {
        wishes.addAll(more);
    }

    /** Whether there is nothing to read until more is wished for. */
    boolean isIdle() {
        return wishes.isEmpty() && (current == null || current.isWaiting());
    }

    /** The manifests told so far. */
    AnnouncedManifests manifests() {
        return manifests;
    }

    /** Answers a query for manifests. */
    ManifestAnswer answer(ManifestQuery query) throws IOException {
        return manifests.answer(query);
    }

    /**
     * The next segments.
     *
     * @param bytesMax content bytes in them, at most
     * @throws IOException if something was wished for that was not announced
     */
    Part read(int bytesMax) throws IOException {
        outgoing = new Outgoing(bytesMax);
        int before = wishes.size();
        int told = 0;
        long overhead = 0;
        compared = 0;
        List<Segment> segments = outgoing.segments();
        while (outgoing.room() > batch.literalBytes()
                && segments.size() < SEGMENTS_MAX
                && overhead < OVERHEAD_MAX
                && compared < COMPARED_BYTES_MAX
                && !isIdle()) {
            for (; told < segments.size(); told++) {
                overhead += overhead(segments.get(told));
            }
            SentFile file = current;
            if (file == null || file.isWaiting()) {
                next(wishes.removeFirst());
                continue;
            }
            try {
                advance(file);
            } catch (FsException e) {
                give(file, gone(file.number(), Problem.Kind.READ_CONTENT, e));
            }
        }
        batch.flush(segments);
        return new Part(segments, before - wishes.size());
    }

    /** What a segment takes beside content. */
    private static int overhead(Segment segment) {
        int bytes = PartSize.of(segment);
        return segment instanceof Segment.Bytes some ? bytes - some.bytes().length() : bytes;
    }

    private void next(Wish wish) throws IOException {
        SentFile file = current;
        if (file != null) {
            if (!(wish.want() instanceof Want.Ranges more) || wish.file() != file.number()) {
                throw new UnexpectedMessageException(
                        "Fetch", "of another file before the last ranges of " + file.number());
            }
            file.want(more);
            return;
        }
        if (wish.want() instanceof Want.Ranges(_, boolean last) && ended.contains(wish.file())) {
            if (last) {
                ended.remove(wish.file());
            }
            return;
        }
        begin(wish);
    }

    private void begin(Wish wish) throws IOException {
        FileEntry listed =
                contents.file(wish.entry())
                        .orElseThrow(
                                () ->
                                        new UnexpectedMessageException(
                                                "Fetch",
                                                "of entry " + wish.entry() + ", which is no file"));
        ReadableFile file = null;
        try {
            file = contents.open(wish.entry());
            Stat opened = file.stat();
            SentFile next = new SentFile(wish.file(), file, opened, hash);
            current = next;
            switch (wish.want()) {
                case Want.Whole whole -> {
                    next.wantWhole(listed.size(), whole.old());
                    if (isRewritten(opened, listed)) {
                        restart(next, opened);
                    }
                }
                case Want.Ranges ranges -> {
                    AnnouncedManifests.Told told = manifests.of(wish.entry()).orElse(null);
                    if (told == null || !told.stamp().equals(opened.stamp())) {
                        next.want(ranges);
                        restart(next, opened);
                    } else {
                        next.wantRanges(told.root());
                        next.want(ranges);
                    }
                }
            }
        } catch (FsException e) {
            if (file != null) {
                file.close();
            }
            current = null;
            boolean vanished = e.reason() == FsException.Reason.NOT_FOUND;
            Problem.Kind kind = vanished ? Problem.Kind.VANISHED : Problem.Kind.READ_CONTENT;
            put(gone(wish.file(), kind, e));
            if (wish.want() instanceof Want.Ranges(_, boolean last) && !last) {
                ended.add(wish.file());
            }
        }
    }

    /** Whether it is another file than was listed, or may be one. */
    private static boolean isRewritten(Stat opened, FileEntry listed) {
        return opened.size() < listed.size()
                || !opened.modified().equals(listed.attributes().modified());
    }

    /** Sends the next piece of a file. */
    private void advance(SentFile file) throws IOException {
        Range like = file.nextLikeOld();
        if (like != null) {
            patch(file, like);
            return;
        }
        if (!file.isRunAtEnd()) {
            flush();
            if (!outgoing.send(file)) {
                changed(file, file.stat());
            }
            return;
        }
        if (!file.nextRun()) {
            end(file);
        }
    }

    private void flush() throws IOException {
        batch.flush(outgoing.segments());
    }

    private void put(Segment segment) throws IOException {
        flush();
        outgoing.segments().add(segment);
    }

    /** Sends a run as its difference from old bytes. */
    private void patch(SentFile file, Range range) throws IOException {
        Signature old = range.old();
        byte[] fresh = file.readFully(range);
        if (old == null || fresh == null) {
            changed(file, file.stat());
            return;
        }
        compared += fresh.length;
        Patch patch = Matcher.match(blocks(old), ByteSource.of(fresh), fresh.length);
        boolean whole = file.isWhole();
        if (whole) {
            file.hash().write(fresh, 0, fresh.length);
            Stat now = file.stat();
            if (file.isChanged(now)) {
                changed(file, now);
                return;
            }
        }
        if (patch.literalBytes() == fresh.length) {
            flush();
            outgoing.send(file.number(), fresh);
            if (whole) {
                give(file, new Segment.End(file.number(), file.content()));
            }
            return;
        }
        batch.add(file.number(), patch, fresh, whole ? file.content() : null);
        if (batch.isFull()) {
            flush();
        }
        if (whole) {
            finish(file);
        }
    }

    /** The blocks of old bytes, which the ranges of a wish may have in common. */
    private Blocks blocks(Signature old) throws IOException {
        Blocks known = blocks;
        if (known == null || !old.equals(blocksOf)) {
            known = new Blocks(List.of(old));
            blocks = known;
            blocksOf = old;
        }
        return known;
    }

    private void end(SentFile file) throws IOException {
        Stat now = file.stat();
        if (file.isChanged(now)) {
            changed(file, now);
        } else {
            give(file, new Segment.End(file.number(), file.content()));
        }
    }

    private void changed(SentFile file, Stat now) throws IOException {
        if (file.mayRestart()) {
            restart(file, now);
        } else {
            Problem.Kind kind = Problem.Kind.CHANGED_WHILE_READING;
            give(file, new Segment.Gone(file.number(), kind, "changed while it was read"));
        }
    }

    private void restart(SentFile file, Stat now) throws IOException {
        file.restart(now);
        put(new Segment.Restart(file.number(), now.size(), now.modified()));
    }

    /** The last segment of a file. */
    private void give(SentFile file, Segment last) throws IOException {
        put(last);
        finish(file);
    }

    private void finish(SentFile file) {
        if (file.expectsMore()) {
            ended.add(file.number());
        }
        file.close();
        current = null;
    }

    private static Segment gone(int file, Problem.Kind kind, IOException cause) {
        return new Segment.Gone(file, kind, Problem.reason(cause));
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        batch.close();
        contents.close();
    }
}
