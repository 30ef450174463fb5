package dev.dsync.engine.mesh;

import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.fetch.Swarm;
import dev.dsync.engine.mesh.FolderScan.Found;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.session.Premises;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.Index;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What one root holds and held. Each change makes a new snapshot, which is kept in the index of the
 * root. Any thread may call.
 */
public final class FolderState implements Premises.Folder, AutoCloseable {
    private final FileSystem system;
    private final Root root;
    private final Indexing indexing;
    private final Index index;
    private final InstantSource clock;
    private final LongSupplier random;
    private final Tuning tuning;
    private final Swarm swarm;
    private final Claims claims = new Claims();
    private final Brakes brakes;
    private final KeptSnapshots kept;
    private volatile Snapshot snapshot;
    private volatile ReplicaId replica;
    private volatile Knowledge knowledge;

    /** Whether what is there was not looked at yet: links must leave it alone. */
    private boolean blind;

    private boolean wasSetBack;
    private volatile Role role = Role.SEND_RECEIVE;
    private volatile Rules rules = Rules.NONE;
    private volatile Place place;
    private Consumer<Happening> listener = happening -> {};

    private FolderState(
            FileSystem system,
            Root root,
            Indexing indexing,
            Index index,
            InstantSource clock,
            LongSupplier random,
            Tuning tuning)
            throws IOException {
        this.system = system;
        this.root = root;
        this.indexing = indexing;
        this.index = index;
        this.clock = clock;
        this.random = random;
        this.brakes = new Brakes(clock);
        this.tuning = tuning;
        RandomGenerator drawing = random::getAsLong;
        this.swarm =
                new Swarm(tuning.pieces(), drawing, () -> listener.accept(new Happening.Pieced()));
        this.replica = Snapshots.replica(index, random);
        this.snapshot = Snapshots.read(index);
        this.knowledge = new Knowledge(replica, snapshot, Snapshots.counted(index));
        this.kept = new KeptSnapshots(index, snapshot);
        this.place = Place.find(root, index);
        Leftovers.close(root, place, index.ajar());
    }

    /**
     * The folder that a root is, as it was when it was last watched.
     *
     * @param indexing opens the root's index
     * @param clock stamps versions and deletes
     * @param random 64 bits nobody can guess, for who must go on as another replica
     */
    public static FolderState open(
            FileSystem system,
            Root root,
            Indexing indexing,
            InstantSource clock,
            LongSupplier random)
            throws IOException {
        return open(system, root, indexing, clock, random, Tuning.STANDARD);
    }

    /** The same, tuned. */
    static FolderState open(
            FileSystem system,
            Root root,
            Indexing indexing,
            InstantSource clock,
            LongSupplier random,
            Tuning tuning)
            throws IOException {
        Index index = indexing.open(root);
        try {
            return new FolderState(system, root, indexing, index, clock, random, tuning);
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /** Whether what is known here outlives the process. */
    public boolean isKept() {
        return index.isKept();
    }

    /** Says, from now on, to whom what happens is told; by whichever thread it happens on. */
    public synchronized void listen(Consumer<Happening> told) {
        listener = told;
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public Swarm swarm() {
        return swarm;
    }

    @Override
    public ReplicaId replica() {
        return replica;
    }

    @Override
    public long unixSeconds() {
        return Math.max(1, clock.instant().getEpochSecond());
    }

    @Override
    public long forgettings() {
        return kept.forgettings();
    }

    @Override
    public long clockSeconds() {
        long now = unixSeconds();
        long mine = knowledge.mine();
        return now >= mine ? now : mine + 1; // or a clock put back would hide a state put back
    }

    @Override
    public FileSystem system() {
        return system;
    }

    @Override
    public Root root() {
        return root;
    }

    @Override
    public KnownContents contents() {
        return indexing.contents(system, root);
    }

    /** Says which way changes go from now on; before there are links. */
    public void limit(Role to) {
        role = to;
    }

    @Override
    public Duration notingPause() {
        return tuning.notingPause();
    }

    @Override
    public boolean isAwaited(Object link) {
        return claims.isAwaited(link);
    }

    @Override
    public Role role() {
        return role;
    }

    /** Says what takes part from now on; anew if that may be something else, here or below. */
    public void rule(Choice choice, boolean anew) {
        rules = new Rules(choice, rules.number() + (anew ? 1 : 0));
        if (anew) {
            listener.accept(new Happening.Changed());
        }
    }

    @Override
    public Rules rules() {
        return rules;
    }

    /**
     * Lets what is held be done, and nothing that loses more, if it is done soon. Everything has to
     * be looked at, and links have to be prompted.
     */
    public List<Loss> approve() {
        return brakes.approve();
    }

    /** What somebody has to approve. */
    public List<Loss> held() {
        return brakes.held();
    }

    @Override
    public boolean isHeld(String peer) {
        return brakes.isHeld(peer);
    }

    @Override
    public boolean mayTake(Object link, String peer, List<Change> changes) throws IOException {
        return isFree(brakes.check(link, peer, snapshot, Losses.changes(changes)));
    }

    private boolean isFree(Brakes.Verdict verdict) {
        if (verdict instanceof Brakes.Verdict.Held(Loss loss, boolean isNew) && isNew) {
            listener.accept(new Happening.Halted(loss));
        }
        return verdict instanceof Brakes.Verdict.Go;
    }

    @Override
    public synchronized boolean claim(Object link, RelPath path, Known expected)
            throws IOException {
        if (claims.isOf(link, path)) {
            return true;
        }
        return claims.isFree(path)
                && !blind
                && snapshot.known(path).equals(expected)
                && claims.take(link, path);
    }

    @Override
    public Hold hold() {
        return kept.hold();
    }

    @Override
    public VersionVector knowledge() {
        return knowledge.version();
    }

    @Override
    public void meet(VersionVector theirs) throws IOException {
        synchronized (this) {
            if (wasSetBack || !knowledge.isSetBack(theirs.counter(replica))) {
                return;
            }
            wasSetBack = true; // once in a process: a peer may say what it likes
            kept.begin();
            Snapshot nothing = Snapshots.empty(index.pages());
            replica = new ReplicaId(random.getAsLong());
            knowledge = new Knowledge(replica, nothing, 0);
            blind = true;
            keep(nothing);
        }
        listener.accept(new Happening.SetBack());
    }

    /** Whether a link is at work on a path. */
    boolean isClaimed(RelPath path) {
        return claims.isTaken(path);
    }

    @Override
    public void release(Object link) {
        brakes.ended(link);
        Claims.Let let = claims.letGo(link);
        if (!let.paths().isEmpty()) {
            listener.accept(new Happening.Released(let.paths(), let.awaited()));
        }
    }

    /** Lets no link begin with anything here, and waits until none is at work. */
    public boolean lend(Duration patience) throws InterruptedException {
        return claims.lend(clock, patience);
    }

    /** Ends what one {@link #lend} began: behind the last of them links work again. */
    public void takeBack() {
        claims.takeBack();
        listener.accept(new Happening.Released(List.of(), true));
    }

    @Override
    public int note(Object link, List<Change> changes) throws IOException {
        List<Taken> all = changes.stream().map(Taken::new).toList();
        synchronized (this) {
            all.stream().filter(one -> claims.isOfAnother(link, one.path())).forEach(Taken::refuse);
            write(all.stream().filter(one -> !one.isRefused()).toList());
        }
        List<Change> noted =
                all.stream().filter(one -> !one.isRefused()).map(Taken::change).toList();
        brakes.lost(link, Losses.changes(noted).count());
        listener.accept(new Happening.Changed());
        return all.size() - noted.size();
    }

    /**
     * Whether what is there may be looked at: another file system in the place of the folder's is
     * left alone until somebody approves it.
     */
    public boolean isThere() {
        if (place.isOther() && isFree(brakes.replaced(snapshot.listing().root().entries() - 1))) {
            place = place.accepted();
        }
        return !place.isOther();
    }

    /**
     * Takes down what a scan has found.
     *
     * @param scanned what it compared with
     * @param everything whether all there is was looked at
     * @param as whose folder it was when that was begun
     * @return paths a link is at work on, which are to be looked at later
     */
    public List<RelPath> saw(List<Found> found, Snapshot scanned, boolean everything, ReplicaId as)
            throws IOException {
        Losses losses = Losses.found(found);
        if (losses.isAny() && root.stat().links() == 0) {
            throw new IOException("it was removed");
        }
        if (!isFree(brakes.check(snapshot, losses, everything))) {
            return List.of();
        }
        Unsynced.sync(root, found);
        List<RelPath> later = new ArrayList<>();
        List<Seen> seen = new ArrayList<>();
        long counter = clockSeconds();
        long now = unixSeconds();
        boolean isNew;
        synchronized (this) {
            boolean anew = !as.equals(replica);
            Snapshot other = scanned.equals(snapshot) ? null : scanned;
            for (Found one : found) {
                if (anew || claims.isTaken(one.path())) {
                    later.add(one.path());
                } else {
                    seen.add(new Seen(one, other, replica, counter, now));
                }
            }
            isNew = write(seen);
            blind &= anew || !everything;
        }
        seen.stream().filter(Seen::isLate).map(Seen::path).forEach(later::add);
        if (isNew) {
            listener.accept(new Happening.Changed());
        }
        return later;
    }

    /** Makes a snapshot of it; whether that is another. */
    private boolean write(List<? extends Rewriting.Update> updates) throws IOException {
        if (updates.isEmpty()) {
            return false;
        }
        kept.begin();
        long now = unixSeconds();
        Rewriting.Result made =
                Rewriting.rewriteAll(snapshot, updates, knowledge, kept.forgettingBy(now));
        if (made.forgotten() > 0) {
            kept.forgot(now);
        }
        Snapshot next = made.snapshot();
        if (next.listing().root().equals(snapshot.listing().root())
                && next.tombstones().root().equals(snapshot.tombstones().root())) {
            return false;
        }
        keep(next);
        return true;
    }

    private void keep(Snapshot next) throws IOException {
        kept.keep(next, replica, knowledge.mine(), place.fileSystem());
        snapshot = next;
    }

    @Override
    public void close() {
        kept.end(replica);
        index.close();
    }
}
