package dev.dsync.engine.session;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.exchange.ManifestExchange;
import dev.dsync.engine.fetch.Basis;
import dev.dsync.engine.fetch.Cook;
import dev.dsync.engine.fetch.Fetched;
import dev.dsync.engine.fetch.Recipe;
import dev.dsync.engine.fetch.Wanted;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.session.Donors.Begun;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares large files with what is here by their chunks, several at a time. */
final class ChunkComparison {
    /** Files compared at a time, and their bytes, unless it is one. */
    private static final int FILES_MAX = 64;

    private static final long BYTES_MAX = 4L << 30;

    private final Donors donors;
    private final Applier applier;
    private final ManifestExchange manifests;
    private final Deque<Sought> waiting = new ArrayDeque<>();

    /** Files under way, by their entry. */
    private final Map<Long, Compared> compared = new HashMap<>();

    private final List<Wanted> ready = new ArrayList<>();
    private final List<Fetched> lost = new ArrayList<>();
    private @Nullable Room room;
    private long bytes;
    private boolean held;
    private int jobs;

    /** A file under way, and what is here of it. */
    private static final class Compared {
        private final Sought file;
        private final MemoryPageStore pages = new MemoryPageStore();
        private @Nullable Begun staged;
        private Donors.@Nullable Known local;

        Compared(Sought file) {
            this.file = file;
        }
    }

    ChunkComparison(Donors donors, Applier applier, ManifestExchange manifests) {
        this.donors = donors;
        this.applier = applier;
        this.manifests = manifests;
    }

    /**
     * What is here of a file.
     *
     * @param staged what an earlier run has built
     * @param local what it may be like; nothing if that cannot be read
     */
    record Read(long entry, Optional<Begun> staged, Optional<Donors.Known> local)
            implements Completion {}

    /** How a file is made, or that there is no room for it. */
    record Cooked(@Nullable Wanted wanted, Fetched.@Nullable Lost lost) implements Completion {}

    /** What is got has to have room there. */
    void within(Room there) {
        room = there;
    }

    void addAll(List<Sought> files) {
        waiting.addAll(files);
    }

    /** Begins with as many as may be under way. */
    List<Effect> goOn() {
        List<Effect> effects = new ArrayList<>();
        while (!held && !waiting.isEmpty() && hasRoom(waiting.getFirst())) {
            Sought file = waiting.remove();
            Compared next = new Compared(file);
            compared.put(file.entry(), next);
            bytes += file.bytes();
            effects.add(manifests.learn(file.entry(), file.remote().size()));
            jobs++;
            effects.add(new Effect.Run(Lane.READ, () -> read(next)));
        }
        return effects;
    }

    /** Begins with no more for now: those that are compared are not asked for yet. */
    void hold(boolean now) {
        held = now;
    }

    private boolean hasRoom(Sought next) {
        return compared.isEmpty()
                || (compared.size() < FILES_MAX && bytes + next.bytes() <= BYTES_MAX);
    }

    private Read read(Compared next) throws IOException {
        try {
            return new Read(next.file.entry(), staged(next), local(next));
        } finally {
            donors.release();
        }
    }

    private Optional<Begun> staged(Compared next) throws IOException {
        RelPath path = next.file.staged();
        Optional<Begun> found =
                path == null
                        ? Optional.empty()
                        : donors.findStaged(path, next.file.owner(), true, next.pages);
        if (found.isEmpty()) {
            return found;
        }
        Manifest manifest = kept(found.get().manifest(), next.pages);
        return Optional.of(new Begun(found.get().beginning(), manifest));
    }

    private Optional<Donors.Known> local(Compared next) throws IOException {
        RelPath path = next.file.old();
        Optional<Donors.Known> found =
                path == null ? Optional.empty() : donors.find(path, next.pages);
        if (found.isEmpty()) {
            return found;
        }
        Manifest manifest = kept(found.get().manifest(), next.pages);
        return Optional.of(new Donors.Known(found.get().donor(), manifest));
    }

    /** The same manifest, its page, if it is the only one, among others. */
    static Manifest kept(Manifest inline, PageStore pages) throws IOException {
        if (!inline.isInline()) {
            return inline;
        }
        Digest name = inline.root().name();
        pages.put(name, inline.store().find(name).orElseThrow());
        return new Manifest(inline.root(), pages);
    }

    /** Takes what is here of a file. */
    List<Effect> read(Read read) throws IOException {
        jobs--;
        Compared one = compared.get(read.entry);
        if (one == null) {
            return List.of(); // the source said meanwhile that it is another file
        }
        one.local = read.local.orElse(null);
        one.staged = read.staged.orElse(null);
        return manifests.local(read.entry, most(one), one.pages);
    }

    /** Of what is here, the one that is likely most like what is there. */
    private static Manifest most(Compared one) throws IOException {
        Manifest staged = one.staged == null ? Manifest.empty() : one.staged.manifest();
        Manifest local = one.local == null ? Manifest.empty() : one.local.manifest();
        return staged.root().bytes() > local.root().bytes() / 2 ? staged : local;
    }

    /**
     * Takes what the source has.
     *
     * @param manifest null if the file is not as it was listed
     */
    List<Effect> learned(long entry, @Nullable Manifest manifest) {
        Compared one = Objects.requireNonNull(compared.remove(entry));
        bytes -= one.file.bytes();
        if (manifest == null) {
            ready.add(one.file.wanted(applier, new Basis.Nothing()));
            return List.of();
        }
        jobs++;
        return List.of(new Effect.Run(Lane.READ, () -> cook(one, manifest)));
    }

    private Cooked cook(Compared one, Manifest manifest) throws IOException {
        Cook cook = new Cook(manifest);
        if (one.staged != null) {
            cook.goOn(one.staged.beginning(), one.staged.manifest());
        }
        if (one.local != null) {
            cook.from(one.local.donor(), one.local.manifest(), one.file.isGuess());
        }
        if (donors.areIndexed()) {
            cook.from(donors::find);
        }
        Recipe recipe = cook.done();
        Problem full = room == null ? null : room.take(one.file.remote(), recipe.spaceBytes());
        return full == null
                ? new Cooked(one.file.wanted(applier, new Basis.Known(recipe)), null)
                : new Cooked(null, new Fetched.Lost(one.file.number(), full));
    }

    /** Takes how a file is made. */
    void cooked(Cooked cooked) {
        jobs--;
        if (cooked.wanted != null) {
            ready.add(cooked.wanted);
        }
        if (cooked.lost != null) {
            lost.add(cooked.lost);
        }
    }

    /** Files there is no room for, since this was last asked. */
    List<Fetched> takeLost() {
        List<Fetched> taken = List.copyOf(lost);
        lost.clear();
        return taken;
    }

    /** Files that can be asked for, since this was last asked. */
    List<Wanted> takeReady() {
        List<Wanted> taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }

    /** Files that are not ready. */
    int backlog() {
        return waiting.size() + compared.size() + jobs;
    }
}
