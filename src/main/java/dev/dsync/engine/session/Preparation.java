package dev.dsync.engine.session;

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
import dev.dsync.engine.fetch.Fetched;
import dev.dsync.engine.fetch.Likeness;
import dev.dsync.engine.fetch.Wanted;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.session.Donors.Begun;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestQuery;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

    /** A new file of so many bytes may have chunks of others that are here. */
    private static final long KNOWN_BYTES_MIN = 256 << 10;

    /** Files whose content the source is asked to confirm at once. */
    private static final int CONFIRMED_TOGETHER = 64;

    private final Premise premise;
    private final Likeness likeness;
    private final Lookalikes lookalikes;
    private final Donors donors;
    private final ManifestExchange manifests = new ManifestExchange();
    private final ChunkComparison comparison;
    private final Deque<Sought> waiting = new ArrayDeque<>();

    /** Files that may be others under another name, as the source was asked about them. */
    private final Deque<List<Moved>> confirmed = new ArrayDeque<>();

    private final List<Wanted> ready = new ArrayList<>();
    private @Nullable Candidates candidates;
    private Listing.@Nullable Cursor entries;
    private @Nullable RelPath sought;
    private boolean looking;
    private long pooledMin = Long.MAX_VALUE;

    /**
     * What a preparation starts from.
     *
     * @param contents what the files of the root contain; closed by whoever prepares
     * @param here what is in the root
     * @param partly directories in which something was left out
     * @param there what the source has
     * @param user in whose name this process acts
     * @param staged files an earlier run was building, which the plan wants
     * @param wholeFiles nothing is compared, all comes whole
     */
    record Premise(
            Root root,
            int user,
            KnownContents contents,
            Listing here,
            Set<RelPath> partly,
            Listing there,
            Set<RelPath> staged,
            Applier applier,
            boolean wholeFiles) {
        /** Whether the listing says what files contain: nothing else is taken. */
        boolean isPeer() {
            return there.profile().versions();
        }
    }

    /**
     * A file that seems to be here: as another one, or as what an earlier run has built of it.
     *
     * @param basis what it is made of if the source says so
     * @param content what that contains
     * @param otherwise what is looked for if it does not
     */
    private record Moved(Sought file, Basis basis, PageRoot content, Sought otherwise) {
        boolean isAsListed() {
            return content.name().equals(file.remote().content());
        }
    }

    Preparation(Premise premise) {
        this.premise = premise;
        this.likeness = new Likeness(premise.root());
        this.lookalikes = new Lookalikes(premise.here());
        this.donors = new Donors(premise.root(), premise.contents(), premise.user());
        this.comparison = new ChunkComparison(donors, premise.applier(), manifests);
    }

    /** Files with what there is of them. */
    private record Looked(List<Wanted> ready, List<Sought> large, List<Moved> moved)
            implements Completion {}

    /** Of files of so many bytes it has to be known what they contain: they come in pieces. */
    void poolFrom(long bytes) {
        pooledMin = bytes;
    }

    /** What is got has to have room there. */
    void within(Room room) {
        comparison.within(room);
    }

    /** Adds a file. */
    void add(int number, Awaited awaited) {
        waiting.add(Sought.of(number, awaited, premise.isPeer()));
    }

    /** Compares no more files for now. */
    void hold(boolean now) {
        comparison.hold(now);
    }

    /** Does what can be done now. */
    List<Effect> goOn() {
        List<Effect> effects = new ArrayList<>();
        if (!looking && !waiting.isEmpty()) {
            List<Sought> batch = new ArrayList<>();
            long bytes = 0;
            while (!waiting.isEmpty() && batch.size() < BATCH_FILES && bytes < BATCH_BYTES) {
                Sought file = waiting.remove();
                batch.add(file);
                bytes += premise.wholeFiles() ? 0 : file.bytes();
            }
            looking = true;
            effects.add(new Effect.Run(Lane.READ, () -> look(batch)));
        }
        effects.addAll(comparison.goOn());
        return effects;
    }

    private Looked look(List<Sought> batch) throws IOException {
        Looked looked = new Looked(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try {
            for (Sought file : batch) {
                look(file.at(position(file.remote().path())), looked);
            }
        } finally {
            likeness.release();
            donors.release();
        }
        return looked;
    }

    private void look(Sought file, Looked looked) throws IOException {
        RelPath stage = stage(file);
        if (stage != null && file.remote().size() > Likeness.BYTES_MAX) {
            looked.large.add(file.builtAs(stage));
            return;
        }
        Moved built = stage == null ? null : built(file.builtAs(stage), stage);
        if (built != null) {
            looked.moved.add(built);
        } else if (premise.wholeFiles() || file.remote().size() == 0) {
            looked.ready.add(wanted(file, new Basis.Nothing()));
        } else if (file.old() == null) {
            lookForNew(file, looked);
        } else {
            lookAtOld(file, file.old(), looked);
        }
    }

    private void lookForNew(Sought file, Looked looked) throws IOException {
        Moved moved = moved(file);
        if (moved != null && premise.isPeer()) { // what it must contain is listed: nobody is asked
            if (moved.isAsListed()) {
                looked.ready.add(same(moved));
                return;
            }
            moved = null;
        }
        FileEntry alike = moved == null ? lookalikes.find(file.remote()).orElse(null) : null;
        if (moved != null) {
            looked.moved.add(moved);
        } else if (alike != null) {
            lookAtOld(file.guessedLike(alike), alike.path(), looked);
        } else {
            lookNowhere(file, looked);
        }
    }

    private void lookAtOld(Sought file, RelPath old, Looked looked) throws IOException {
        if (file.bytes() > Likeness.BYTES_MAX) {
            looked.large.add(file);
            return;
        }
        Basis basis = likeness.of(old, file.remote().size(), file.isGuess());
        if (basis instanceof Basis.Nothing && file.isGuess()) {
            lookNowhere(file.unlike(), looked);
        } else {
            looked.ready.add(wanted(file, basis));
        }
    }

    /** Nothing but pieces of it may be here. */
    private void lookNowhere(Sought file, Looked looked) {
        long size = file.remote().size();
        if ((size >= KNOWN_BYTES_MIN && donors.areIndexed()) || size >= pooledMin) {
            looked.large.add(file);
        } else {
            looked.ready.add(wanted(file, new Basis.Nothing()));
        }
    }

    /** What an earlier run has built of it, unless that was looked into already. */
    private @Nullable RelPath stage(Sought file) throws IOException {
        if (premise.staged().isEmpty() || file.staged() != null) {
            return null;
        }
        RelPath stage = Sought.stage(file.remote());
        return premise.staged().contains(stage) ? stage : null;
    }

    /** A small file, if all of it seems to be there: of less than that, nothing is made. */
    private @Nullable Moved built(Sought file, RelPath stage) throws IOException {
        Begun begun =
                donors.findStaged(stage, file.owner(), false, PageStore.forgetting()).orElse(null);
        if (begun == null || begun.manifest().root().bytes() != file.remote().size()) {
            return null;
        }
        PageRoot content = begun.manifest().root();
        return new Moved(file, new Basis.Built(begun.beginning(), content.name()), content, file);
    }

    private @Nullable Moved moved(Sought file) throws IOException {
        Candidates known = candidates;
        if (known == null) {
            known = Candidates.of(premise.here());
            candidates = known;
        }
        RelPath path = known.find(file.remote()).orElse(null);
        return path == null
                ? null
                : donors.find(path, PageStore.forgetting())
                        .map(found -> moved(file, found))
                        .orElse(null);
    }

    private static Moved moved(Sought file, Donors.Known found) {
        PageRoot content = found.manifest().root();
        return new Moved(
                file,
                new Basis.Same(found.donor(), content.name()),
                content,
                file.like(found.donor().path()));
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

    private Wanted wanted(Sought file, Basis basis) {
        return file.wanted(premise.applier(), basis);
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        List<Effect> effects = new ArrayList<>();
        switch (event) {
            case Event.Completed(Looked looked) -> {
                looking = false;
                ready.addAll(looked.ready);
                comparison.addAll(looked.large);
                confirm(looked.moved, effects);
            }
            case Event.Completed(ChunkComparison.Read read) ->
                    effects.addAll(comparison.read(read));
            case Event.Completed(ChunkComparison.Cooked cooked) -> comparison.cooked(cooked);
            case Event.Received _,
                    Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ ->
                    effects.addAll(manifests.step(event, nowNanos));
        }
        for (Learned learned : manifests.takeLearned()) {
            switch (learned) {
                case Learned.Chunks(long entry, var manifest) ->
                        effects.addAll(comparison.learned(entry, manifest));
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
        sorted.sort(Comparator.comparingLong(moved -> moved.file.entry()));
        for (int from = 0; from < sorted.size(); from += CONFIRMED_TOGETHER) {
            int to = Math.min(sorted.size(), from + CONFIRMED_TOGETHER);
            List<Moved> group = List.copyOf(sorted.subList(from, to));
            List<Long> positions = group.stream().map(moved -> moved.file.entry()).toList();
            List<PageRoot> contents = group.stream().map(Moved::content).toList();
            confirmed.add(group);
            effects.add(
                    manifests.compare(
                            new ManifestQuery(positions, ManifestQuery.expectation(contents))));
        }
    }

    private Wanted same(Moved moved) {
        return wanted(moved.file, moved.basis);
    }

    private void settle(List<Moved> group, List<FileManifest> files) {
        for (int i = 0; i < group.size(); i++) {
            Moved moved = group.get(i);
            if (moved.content.equals(files.get(i).root())) {
                ready.add(same(moved));
            } else {
                waiting.add(moved.otherwise);
            }
        }
    }

    /** What was written is durable by now, and nothing is built: the index may be told so. */
    void settle() throws IOException {
        var departed =
                new Departed(premise.root(), premise.here(), premise.there(), premise.partly());
        premise.contents().settle(departed::isGone);
    }

    /** Files that can be asked for, since this was last asked. */
    List<Wanted> takeReady() {
        List<Wanted> taken = new ArrayList<>(ready);
        taken.addAll(comparison.takeReady());
        ready.clear();
        return taken;
    }

    /** Files there is no room for, since this was last asked. */
    List<Fetched> takeLost() {
        return comparison.takeLost();
    }

    /** Files that are not ready. */
    int backlog() {
        return waiting.size()
                + comparison.backlog()
                + confirmed.stream().mapToInt(List::size).sum();
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return !looking && backlog() == 0;
    }

    @Override
    public void close() {
        likeness.close();
        donors.close();
    }
}
