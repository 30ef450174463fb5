package dev.dsync.engine.scan;

import dev.dsync.core.chunk.JoinedCuts;
import dev.dsync.engine.scan.Stretches.Cuts;
import dev.dsync.engine.scan.Stretches.Stretch;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.index.IndexedChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Cuts one file in stretches, on the caller's thread and on those of an executor, and joins them on
 * the caller's. What the executor has no thread for the caller does alone.
 */
final class StretchedScan {
    private static final int AHEAD_PER_CUTTER = 4;

    private final FileOpener opener;
    private final Stat stat;
    private final List<Cutter> cutters;
    private final Stretches stretches;

    /** Cuts a file of which stat showed this. The first cutter is the caller's. */
    StretchedScan(FileOpener opener, Stat stat, List<Cutter> cutters, long stretchBytes) {
        this.opener = opener;
        this.stat = stat;
        this.cutters = cutters;
        stretches = new Stretches(stat.size(), stretchBytes, cutters.size() * AHEAD_PER_CUTTER);
    }

    /**
     * Takes down all chunks of the file its cutter is turned to; when it returns or throws, no
     * thread uses the cutters any more.
     */
    void run(ReadableFile file, Executor helpers, Records records) throws IOException {
        Cutter own = cutters.getFirst();
        Thread caller = Thread.currentThread();
        try {
            for (Cutter cutter : cutters.subList(1, cutters.size())) {
                helpers.execute(
                        () -> {
                            // a helper on the caller's thread would wait for the caller
                            if (!Thread.currentThread().equals(caller)) {
                                help(cutter);
                            }
                        });
            }
            JoinedCuts joined =
                    new JoinedCuts(
                            position -> {
                                long end = Math.min(stat.size(), position + own.lookAhead());
                                IndexedChunk chunk = own.cut(position, end);
                                records.add(chunk);
                                return chunk.bytes();
                            });
            do {
                work(file, own, joined, records);
            } while (stretches.awaitNext());
            bridge(own, joined.position(), records);
        } finally {
            stretches.end();
        }
    }

    /** Joins and cuts while there is something to be joined or to be cut. */
    private void work(ReadableFile file, Cutter own, JoinedCuts joined, Records records)
            throws IOException {
        while (true) {
            Cuts next = stretches.next();
            if (next != null) {
                join(next, joined, records);
                continue;
            }
            Stretch stretch = stretches.tryTake(file);
            if (stretch == null) {
                return;
            }
            stretches.put(cut(own, stretch));
        }
    }

    private static void join(Cuts cuts, JoinedCuts joined, Records records) throws IOException {
        List<IndexedChunk> chunks = cuts.chunks();
        int[] lengths = chunks.stream().mapToInt(IndexedChunk::length).toArray();
        int first = joined.join(cuts.stretch().start(), lengths);
        for (IndexedChunk chunk : chunks.subList(first, chunks.size())) {
            records.add(chunk);
        }
    }

    /** Cuts what is behind the last stretch, such as a hole. */
    private void bridge(Cutter own, long from, Records records) throws IOException {
        for (long position = from; position < stat.size(); ) {
            IndexedChunk chunk = own.cut(position, stat.size());
            records.add(chunk);
            position += chunk.bytes();
        }
    }

    private void help(Cutter cutter) {
        if (!stretches.enter()) {
            return;
        }
        try (ReadableFile file = opener.open()) {
            if (!file.stat().stamp().equals(stat.stamp())) {
                throw new ContentChangedException();
            }
            cutter.open(file, stat);
            Stretch stretch = stretches.take(file);
            while (stretch != null) {
                stretches.put(cut(cutter, stretch));
                stretch = stretches.take(file);
            }
        } catch (IOException | RuntimeException | Error e) { // thrown where they are joined
            stretches.fail(e);
        } finally {
            stretches.leave();
        }
    }

    private Cuts cut(Cutter cutter, Stretch stretch) throws IOException {
        List<IndexedChunk> chunks = new ArrayList<>();
        long end = Math.min(stat.size(), stretch.end() + cutter.lookAhead());
        for (long position = stretch.start(); position < stretch.end(); ) {
            IndexedChunk run = cutter.cut(position, end);
            IndexedChunk chunk = Records.repeated(run, 1);
            for (long i = 0; i < run.repeats() && position < stretch.end(); i++) {
                chunks.add(chunk);
                position += chunk.length();
            }
        }
        return new Cuts(stretch, chunks);
    }
}
