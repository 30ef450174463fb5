package dev.dsync.engine.session;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.apply.Awaited;
import dev.dsync.engine.exchange.ManifestExchange;
import dev.dsync.engine.exchange.ManifestExchange.Learned;
import dev.dsync.engine.fetch.Basis;
import dev.dsync.engine.fetch.Basis.Donor;
import dev.dsync.engine.fetch.Likeness;
import dev.dsync.engine.fetch.Recipe;
import dev.dsync.engine.fetch.Wanted;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, before the content of files is asked for, what of it there is here: in the file that
 * is replaced, or in others.
 */
final class Preparation implements Machine, AutoCloseable {
    /** Files looked at in one job. */
    private static final int BATCH_FILES = 256;

    /** Bytes of old files read in one job, unless it is one. */
    private static final long BATCH_BYTES = 16L << 20;

    /** Files whose chunks are compared at a time, and their bytes, unless it is one. */
    private static final int COMPARED_MAX = 64;

    private static final long COMPARED_BYTES_MAX = 4L << 30;

    private final Root root;
    private final Listing remote;
    private final Applier applier;
    private final boolean wholeFiles;
    private final Likeness likeness;
    private final ManifestExchange manifests = new ManifestExchange();

    private final Deque<File> waiting = new ArrayDeque<>();

    /** Files that are larger than what is told whole. */
    private final Deque<File> large = new ArrayDeque<>();

    /** Those whose chunks are being compared, by their entry. */
    private final Map<Long, Compared> compared = new HashMap<>();

    private final List<Wanted> ready = new ArrayList<>();
    private Listing.@Nullable Cursor entries;
    private @Nullable RelPath sought;
    private long comparedBytes;
    private int jobs;

    /** A file that is wanted; {@code entry} is its position once that is known. */
    private record File(int number, Awaited awaited, long entry) {
        FileEntry remote() {
            return awaited.remote();
        }

        /** Bytes of the larger of the two. */
        long bytes() {
            long old = awaited.replaced() instanceof FileEntry file ? file.size() : 0;
            return Math.max(remote().size(), old);
        }

        boolean isLarge() {
            return awaited.replaced() instanceof FileEntry && bytes() > Likeness.BYTES_MAX;
        }
    }

    /** A file whose chunks are compared, and what is here of it. */
    private static final class Compared {
        private final File file;
        private final MemoryPageStore pages = new MemoryPageStore();
        private @Nullable Donor donor;
        private @Nullable Manifest local;

        Compared(File file) {
            this.file = file;
        }
    }

    /**
     * A preparation for files of this listing.
     *
     * @param wholeFiles nothing is compared, all comes whole
     */
    Preparation(Root root, Listing remote, Applier applier, boolean wholeFiles) {
        this.root = root;
        this.remote = remote;
        this.applier = applier;
        this.wholeFiles = wholeFiles;
        this.likeness = new Likeness(root);
    }

    /** Files with what there is of them. */
    private record Looked(List<Wanted> ready, List<File> large) implements Completion {}

    /** The manifest of an old file; none if it cannot be read. */
    private record Read(long entry, @Nullable Donor donor, @Nullable Manifest manifest)
            implements Completion {}

    /** How a file is made. */
    private record Cooked(Wanted wanted) implements Completion {}

    /** Adds a file. */
    void add(int number, Awaited awaited) {
        waiting.add(new File(number, awaited, -1));
    }

    /** Does what can be done now. */
    List<Effect> goOn() {
        List<Effect> effects = new ArrayList<>();
        if (jobs == 0 && !waiting.isEmpty()) {
            List<File> batch = new ArrayList<>();
            long bytes = 0;
            while (!waiting.isEmpty() && batch.size() < BATCH_FILES && bytes < BATCH_BYTES) {
                File file = waiting.remove();
                batch.add(file);
                bytes += file.awaited.replaced() == null || file.isLarge() ? 0 : file.bytes();
            }
            effects.add(run(() -> look(batch)));
        }
        while (!large.isEmpty()
                && (compared.isEmpty()
                        || (compared.size() < COMPARED_MAX
                                && comparedBytes + large.getFirst().bytes()
                                        <= COMPARED_BYTES_MAX))) {
            File file = large.remove();
            Compared next = new Compared(file);
            compared.put(file.entry, next);
            comparedBytes += file.bytes();
            effects.add(manifests.learn(file.entry, file.remote().size()));
            effects.add(run(() -> read(next)));
        }
        return effects;
    }

    private Effect run(dev.dsync.engine.machine.Job job) {
        jobs++;
        return new Effect.Run(Lane.READ, job);
    }

    private Looked look(List<File> batch) throws IOException {
        List<Wanted> found = new ArrayList<>();
        List<File> others = new ArrayList<>();
        for (File file : batch) {
            File placed = new File(file.number, file.awaited, position(file.remote().path()));
            if (wholeFiles || !(file.awaited.replaced() instanceof FileEntry old)) {
                found.add(wanted(placed, new Basis.Nothing()));
            } else if (placed.isLarge()) {
                others.add(placed);
            } else {
                found.add(wanted(placed, likeness.of(old.path(), file.remote().size())));
            }
        }
        return new Looked(found, others);
    }

    private long position(RelPath path) throws IOException {
        Listing.Cursor cursor = entries;
        if (cursor == null || (sought != null && path.compareTo(sought) <= 0)) {
            cursor = remote.cursor();
            entries = cursor;
        }
        sought = path;
        cursor.seek(path);
        Objects.requireNonNull(cursor.next(), "planned for what is not listed");
        return cursor.position();
    }

    private Wanted wanted(File file, Basis basis) {
        FileEntry entry = file.remote();
        return new Wanted(
                file.number,
                file.entry,
                entry.path(),
                entry.size(),
                entry.attributes().modified(),
                basis,
                (directory, built, modified) ->
                        applier.complete(file.awaited, directory, built, modified));
    }

    private Read read(Compared next) throws IOException {
        RelPath path = Objects.requireNonNull(next.file.awaited.replaced()).path();
        try (Directory directory = root.open(path.parent());
                ReadableFile file = directory.openFile(path.name())) {
            Stat before = file.stat();
            Manifest manifest = FileContent.manifest(file, before.size(), next.pages);
            if (manifest.isInline()) {
                manifest = FileContent.kept(manifest, next.pages);
            }
            Stat after = file.stat();
            return before.stamp().equals(after.stamp())
                    ? new Read(next.file.entry, new Donor(path, after.stamp()), manifest)
                    : new Read(next.file.entry, null, null);
        } catch (FsException e) {
            return new Read(next.file.entry, null, null); // It comes whole.
        }
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        List<Effect> effects = new ArrayList<>();
        switch (event) {
            case Event.Completed(Looked looked) -> {
                jobs--;
                ready.addAll(looked.ready);
                large.addAll(looked.large);
            }
            case Event.Completed(Read read) -> {
                jobs--;
                Compared one = compared.get(read.entry);
                if (one != null) { // else the source said meanwhile that it is another file
                    one.donor = read.donor;
                    one.local = read.manifest == null ? Manifest.empty() : read.manifest;
                    effects.addAll(manifests.local(read.entry, one.local, one.pages));
                }
            }
            case Event.Completed(Cooked cooked) -> {
                jobs--;
                ready.add(cooked.wanted);
            }
            case Event.Received _,
                    Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Cancelled _ ->
                    effects.addAll(manifests.step(event, nowNanos));
        }
        for (Learned learned : manifests.takeLearned()) {
            switch (learned) {
                case Learned.Chunks(long entry, Manifest manifest) ->
                        effects.addAll(learned(entry, manifest));
                case Learned.AsExpected _, Learned.Roots _ ->
                        throw new IllegalStateException("nothing was expected");
            }
        }
        effects.addAll(goOn());
        return effects;
    }

    private List<Effect> learned(long entry, @Nullable Manifest manifest) {
        Compared one = Objects.requireNonNull(compared.remove(entry));
        comparedBytes -= one.file.bytes();
        Donor donor = one.donor;
        Manifest local = one.local;
        if (manifest == null || donor == null || local == null) {
            ready.add(wanted(one.file, new Basis.Nothing()));
            return List.of();
        }
        return List.of(
                run(
                        () ->
                                new Cooked(
                                        wanted(
                                                one.file,
                                                new Basis.Known(
                                                        Recipe.of(donor, local, manifest))))));
    }

    /** Files that can be asked for, since this was last asked. */
    List<Wanted> takeReady() {
        List<Wanted> taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }

    /** Files that are not ready. */
    int backlog() {
        return waiting.size() + large.size() + compared.size();
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return jobs == 0 && waiting.isEmpty() && large.isEmpty() && compared.isEmpty();
    }

    @Override
    public void close() {
        likeness.close();
    }
}
