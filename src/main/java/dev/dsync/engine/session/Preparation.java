package dev.dsync.engine.session;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
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
import dev.dsync.engine.machine.Job;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.engine.scan.ContentChangedException;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stamp;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestQuery;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
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

    private static final long UNKNOWN = -1;

    /** Files whose content the source is asked to confirm at once. */
    private static final int CONFIRMED_TOGETHER = 64;

    private final Premise premise;
    private final Likeness likeness;
    private final ManifestExchange manifests = new ManifestExchange();
    private final Deque<File> waiting = new ArrayDeque<>();

    /** Files that are larger than what is told whole. */
    private final Deque<File> large = new ArrayDeque<>();

    /** Those whose chunks are being compared, by their entry. */
    private final Map<Long, Compared> compared = new HashMap<>();

    /** Files that may be others under another name, as the source was asked about them. */
    private final Deque<List<Moved>> confirmed = new ArrayDeque<>();

    private final List<Wanted> ready = new ArrayList<>();
    private @Nullable Candidates candidates;
    private Listing.@Nullable Cursor entries;
    private @Nullable RelPath sought;
    private long comparedBytes;
    private int jobs;

    /**
     * What a preparation starts from.
     *
     * @param contents what the files of the root contain; closed by whoever prepares
     * @param here what is in the root
     * @param there what the source has
     * @param wholeFiles nothing is compared, all comes whole
     */
    record Premise(
            Root root,
            KnownContents contents,
            Listing here,
            Listing there,
            Applier applier,
            boolean wholeFiles) {}

    /**
     * A file that is wanted.
     *
     * @param entry its position in the source's listing, once that is known
     * @param old a file here that may be like it; null if none is known
     * @param oldBytes the size of that
     */
    private record File(
            int number, Awaited awaited, long entry, @Nullable RelPath old, long oldBytes) {
        static File of(int number, Awaited awaited) {
            return awaited.replaced() instanceof FileEntry old
                    ? new File(number, awaited, UNKNOWN, old.path(), old.size())
                    : new File(number, awaited, UNKNOWN, null, 0);
        }

        File at(long position) {
            return new File(number, awaited, position, old, oldBytes);
        }

        File like(RelPath path) {
            return new File(number, awaited, entry, path, remote().size());
        }

        FileEntry remote() {
            return awaited.remote();
        }

        /** Bytes of the larger of the two. */
        long bytes() {
            return Math.max(remote().size(), oldBytes);
        }
    }

    /** A file that may be another one that is here, and what that contains. */
    private record Moved(File file, Donor donor, PageRoot content) {}

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

    Preparation(Premise premise) {
        this.premise = premise;
        this.likeness = new Likeness(premise.root());
    }

    /** Files with what there is of them. */
    private record Looked(List<Wanted> ready, List<File> large, List<Moved> moved)
            implements Completion {}

    /** The manifest of an old file; none if it cannot be read. */
    private record Read(long entry, @Nullable Donor donor, @Nullable Manifest manifest)
            implements Completion {}

    /** How a file is made. */
    private record Cooked(Wanted wanted) implements Completion {}

    /** Adds a file. */
    void add(int number, Awaited awaited) {
        waiting.add(File.of(number, awaited));
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
                bytes += premise.wholeFiles() ? 0 : file.bytes();
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
            effects.add(manifests.learn(file.entry));
            effects.add(run(() -> read(next)));
        }
        return effects;
    }

    private Effect run(Job job) {
        jobs++;
        return new Effect.Run(Lane.READ, job);
    }

    private Looked look(List<File> batch) throws IOException {
        Looked looked = new Looked(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (File file : batch) {
            look(file.at(position(file.remote().path())), looked);
        }
        return looked;
    }

    private void look(File file, Looked looked) throws IOException {
        if (premise.wholeFiles() || file.remote().size() == 0) {
            looked.ready.add(wanted(file, new Basis.Nothing()));
            return;
        }
        if (file.old == null) {
            RelPath candidate = candidates().find(file.remote()).orElse(null);
            Moved moved = candidate == null ? null : moved(file, candidate);
            if (moved == null) {
                looked.ready.add(wanted(file, new Basis.Nothing()));
            } else {
                looked.moved.add(moved);
            }
        } else if (file.bytes() > Likeness.BYTES_MAX) {
            looked.large.add(file);
        } else {
            looked.ready.add(wanted(file, likeness.of(file.old, file.remote().size())));
        }
    }

    private Candidates candidates() throws IOException {
        Candidates known = candidates;
        if (known == null) {
            known = Candidates.of(premise.here());
            candidates = known;
        }
        return known;
    }

    private @Nullable Moved moved(File file, RelPath path) throws IOException {
        return read(
                path,
                PageStore.forgetting(),
                (donor, manifest) -> new Moved(file, donor, manifest.root()));
    }

    /** What is made of a file that was read. */
    private interface Reading<T> {
        T of(Donor donor, Manifest manifest) throws IOException;
    }

    /** Reads a file that is here; null if it cannot be read, or changes meanwhile. */
    private <T> @Nullable T read(RelPath path, PageStore pages, Reading<T> reading)
            throws IOException {
        try {
            KnownContents.Content content = premise.contents().of(path, () -> open(path), pages);
            Stamp stamp = content.isSettled() ? content.stat().stamp() : null;
            return reading.of(new Donor(path, stamp), content.manifest());
        } catch (ContentChangedException e) {
            return null;
        } catch (FsException e) {
            return null; // It comes as if it were not here.
        }
    }

    private ReadableFile open(RelPath path) throws IOException {
        try (Directory directory = premise.root().open(path.parent())) {
            return directory.openFile(path.name());
        }
    }

    private long position(RelPath path) throws IOException {
        Listing.Cursor cursor = entries;
        if (cursor == null || (sought != null && path.compareTo(sought) <= 0)) {
            cursor = premise.there().cursor();
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
                        premise.applier().complete(file.awaited, directory, built, modified));
    }

    /** The same manifest, with its one page among others. */
    private static Manifest kept(Manifest inline, PageStore pages) throws IOException {
        Digest name = inline.root().name();
        pages.put(name, inline.store().find(name).orElseThrow());
        return new Manifest(inline.root(), pages);
    }

    private Read read(Compared next) throws IOException {
        RelPath path = Objects.requireNonNull(next.file.old);
        long entry = next.file.entry;
        Read read =
                read(
                        path,
                        next.pages,
                        (donor, manifest) ->
                                new Read(
                                        entry,
                                        donor,
                                        manifest.isInline()
                                                ? kept(manifest, next.pages)
                                                : manifest));
        return read == null ? new Read(entry, null, null) : read;
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        List<Effect> effects = new ArrayList<>();
        switch (event) {
            case Event.Completed(Looked looked) -> {
                jobs--;
                ready.addAll(looked.ready);
                large.addAll(looked.large);
                confirm(looked.moved, effects);
            }
            case Event.Completed(Read read) -> {
                jobs--;
                Compared one = Objects.requireNonNull(compared.get(read.entry));
                one.donor = read.donor;
                one.local = read.manifest == null ? Manifest.empty() : read.manifest;
                effects.addAll(manifests.local(read.entry, one.local, one.pages));
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
                case Learned.AsExpected _ ->
                        confirmed.remove().forEach(moved -> ready.add(same(moved)));
                case Learned.Roots(_, var files) -> settle(confirmed.remove(), files);
            }
        }
        effects.addAll(goOn());
        return effects;
    }

    /** Asks the source whether files are the ones they seem to be. */
    private void confirm(List<Moved> all, List<Effect> effects) {
        List<Moved> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingLong(moved -> moved.file.entry));
        for (int from = 0; from < sorted.size(); from += CONFIRMED_TOGETHER) {
            int to = Math.min(sorted.size(), from + CONFIRMED_TOGETHER);
            List<Moved> group = List.copyOf(sorted.subList(from, to));
            List<Long> positions = group.stream().map(moved -> moved.file.entry).toList();
            List<PageRoot> contents = group.stream().map(Moved::content).toList();
            confirmed.add(group);
            effects.add(
                    manifests.compare(
                            new ManifestQuery(positions, ManifestQuery.expectation(contents))));
        }
    }

    private Wanted same(Moved moved) {
        return wanted(moved.file, new Basis.Same(moved.donor, moved.content.name()));
    }

    private void settle(List<Moved> group, List<FileManifest> files) {
        for (int i = 0; i < group.size(); i++) {
            Moved moved = group.get(i);
            if (moved.content.equals(files.get(i).root())) {
                ready.add(same(moved));
            } else {
                waiting.add(moved.file.like(moved.donor.path()));
            }
        }
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
                        () -> {
                            Recipe recipe = Recipe.of(donor, local, manifest);
                            return new Cooked(wanted(one.file, new Basis.Known(recipe)));
                        }));
    }

    /** Files that can be asked for, since this was last asked. */
    List<Wanted> takeReady() {
        List<Wanted> taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }

    /** Files that are not ready. */
    int backlog() {
        int asked = confirmed.stream().mapToInt(List::size).sum();
        return waiting.size() + large.size() + compared.size() + asked;
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return jobs == 0 && backlog() == 0;
    }

    @Override
    public void close() {
        likeness.close();
        premise.contents().close();
    }
}
