package dev.dsync.engine.mesh;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.engine.fetch.Swarm;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.mesh.FolderScan.Depth;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.engine.session.VirtualEnd;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.LastingIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One machine of a mesh: its disk, its index, and, while it runs, the folder it watches. */
final class MeshPeer {
    private static final byte[] BASE = "share".getBytes(StandardCharsets.UTF_8);

    /** Of what users write, what is not small comes in pieces. */
    private static final Swarm.Sizes SIZES =
            new Swarm.Sizes(KnownContents.UNINDEXED_BYTES_MAX + 1, 16 << 10);

    /** Rounds note what they have done now and then, or all the time. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ZERO, Duration.ofMillis(20), Duration.ofSeconds(5));

    private static final long SETTLING = Duration.ofMillis(100).toNanos();

    private final String name;
    private final VirtualClock clock;
    private final RandomGenerator random;
    private final MemoryFileSystem system;
    private final LastingIndex index;
    private final InstantSource skewed;
    private final Duration skew;
    private Duration jump = Duration.ZERO;
    Tuning tuning;
    private final User user;
    private final UserTree tree;

    /** Whether names that differ in case are one here. */
    final boolean folds;

    private final Standstill standstill;
    private final List<VirtualEnd> ends = new ArrayList<>();

    private final Suspects suspects = new Suspects();

    private Ignoring rules = new Ignoring(Set.of());
    private @Nullable Root root;
    private @Nullable FolderState folder;
    private long boot;
    private boolean scanned;

    /** Set while what somebody does must not be disturbed. */
    private boolean busy;

    private boolean dying;

    /** By how much its clock is put back. */
    Duration putBack = Duration.ZERO;

    /** What may happen between any two things that a job does to the disk. */
    interface Disturbing {
        void disturb(MeshPeer peer, MemoryFileSystem.Operation operation) throws IOException;
    }

    MeshPeer(
            String name,
            VirtualClock clock,
            RandomGenerator random,
            Duration skew,
            boolean twins,
            boolean folds,
            Values values,
            Disturbing disturbing)
            throws IOException {
        this.name = name;
        this.clock = clock;
        this.random = random;
        this.skewed = () -> clock.instant().plus(skew).minus(putBack);
        this.skew = skew;
        this.folds = folds;
        this.tuning = new Tuning(SIZES, PAUSES.get(name.charAt(0) % PAUSES.size()));
        this.system = new MemoryFileSystem(skewed);
        if (folds) {
            system.foldingNames();
        }
        this.index = new LastingIndex(new SplittableRandom(random.nextLong()));
        system.makeDirectories(BASE, 0755);
        try (Root made = system.openRoot(BASE)) {
            made.syncFileSystem();
        }
        this.standstill = new Standstill(clock::nanos);
        this.tree = new UserTree(system, BASE);
        this.user = new User(name, tree, twins, random, values, this::hint);
        system.setFaults(
                (operation, _) -> {
                    if (busy) {
                        return;
                    }
                    if (dying) {
                        throw new KilledError();
                    }
                    disturbing.disturb(this, operation);
                });
    }

    String name() {
        return name;
    }

    private Indexing indexing() {
        Digest id = new Digest(boot, 2, 3, 4);
        return new Indexing((_, now) -> index.open(now), id, 1, run -> {}, null);
    }

    /** Begins to watch; nobody is met before all was looked at once. */
    void open() throws IOException {
        Root opened = system.openRoot(BASE);
        root = opened;
        InstantSource told = () -> skewed.instant().plus(jump);
        folder = FolderState.open(system, opened, indexing(), told, random::nextLong, tuning);
        folder.listen(this::happened);
        folder.rule(rules, true);
        scanned = false;
        suspects.clear();
        suspect(RelPath.ROOT, Depth.TREE, 0);
    }

    private void happened(Happening happening) {
        switch (happening) {
            case Happening.Changed _ -> prompt();
            case Happening.Pieced _ -> ends.forEach(end -> end.tell(new Event.Prompted(true)));
            case Happening.Released released -> {
                released.paths().forEach(path -> suspect(path, Depth.NAME, 0));
                if (released.awaited()) {
                    prompt();
                }
            }
            case Happening.SetBack _ -> suspect(RelPath.ROOT, Depth.TREE, 0);
            case Happening.Halted _ -> {}
        }
    }

    private void prompt() {
        ends.forEach(end -> end.tell(new Event.Prompted(false)));
    }

    /** The user says that deletes were meant. */
    void approve() {
        folder().approve();
        suspect(RelPath.ROOT, Depth.TREE, 0);
        prompt();
    }

    boolean isHalted() {
        return folder != null && !folder.held().isEmpty();
    }

    FolderState folder() {
        if (folder == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return folder;
    }

    boolean isRunning() {
        return folder != null;
    }

    /** Whether others may meet it. */
    boolean isOpen() {
        return folder != null && scanned;
    }

    void joined(VirtualEnd end) {
        ends.add(end);
    }

    void left(VirtualEnd end) {
        ends.remove(end);
    }

    boolean isDying() {
        return dying;
    }

    /** From here on the process does nothing any more. */
    KilledError die() {
        dying = true;
        return new KilledError();
    }

    /**
     * The process ends, however that comes about.
     *
     * @param orderly whether it commits what it knows
     */
    void stop(boolean orderly) throws IOException {
        dying = false;
        ends.clear();
        suspects.clear();
        if (orderly && folder != null) {
            folder.close();
        }
        folder = null;
        if (root != null) {
            root.close();
        }
        root = null;
        index.kill();
    }

    /** What was not durable is gone. */
    void powerCut() throws IOException {
        system.powerCut();
        tree.reopen();
        index.powerCut();
        boot++;
    }

    /** Puts disk and state back to what they are now, when the machine is down. */
    UserTree.Saved saved() throws IOException {
        return undisturbed(
                () -> {
                    UserTree.Saved disk = tree.saved();
                    Runnable state = index.saved();
                    return () -> {
                        undisturbed(
                                () -> {
                                    disk.restore();
                                    return true;
                                });
                        state.run();
                    };
                });
    }

    /** Its clock is put so much ahead of what time it is; the stamps of files stay as they are. */
    void setClock(Duration ahead) {
        jump = ahead.minus(skew);
    }

    /** What it knew is gone. */
    void loseState() {
        index.lose();
    }

    private void hint(RelPath path, Depth depth) {
        if (folder != null && random.nextInt(4) != 0) {
            suspect(path, depth, Duration.ofMillis(random.nextInt(50, 500)).toNanos());
        }
    }

    void suspect(RelPath path, Depth depth, long afterNanos) {
        suspects.add(path, depth, clock.nanos() + afterNanos);
    }

    /** When it is to look at something next. */
    long nextNanos() {
        return suspects.nextNanos();
    }

    /** Looks at what is due, as a watcher does. */
    String look() throws IOException {
        Map<RelPath, Depth> due = suspects.take(clock.nanos());
        FolderState here = folder();
        List<RelPath> later = new ArrayList<>();
        due.keySet().removeIf(path -> here.isClaimed(path) && later.add(path));
        ReplicaId as = here.replica();
        var before = here.snapshot();
        FolderScan.Result result;
        try (KnownContents contents = here.contents()) {
            result =
                    FolderScan.scan(
                            here.root(), contents, rules, standstill, before.listing(), due);
        }
        if (!Leftovers.remove(here.root(), result.staged(), !scanned, system.now()).isEmpty()) {
            suspect(RelPath.ROOT, Depth.TREE, 0);
        }
        boolean everything = due.getOrDefault(RelPath.ROOT, Depth.NAME) == Depth.TREE;
        later.addAll(here.saw(result.found(), before, everything, as));
        later.addAll(result.unsettled());
        later.forEach(path -> suspect(path, Depth.NAME, SETTLING));
        scanned |= everything && !isHalted();
        return due + " found " + result.found() + (later.isEmpty() ? "" : ", later " + later);
    }

    /** From now on this takes no part. */
    void ignore(Ignoring what) {
        rules = what;
        if (folder != null) {
            folder.rule(what, true);
            suspect(RelPath.ROOT, Depth.TREE, 0);
        }
    }

    Ignoring rules() {
        return rules;
    }

    /** The user does something. */
    String act() throws IOException {
        return undisturbed(user::act);
    }

    /** The user puts another content into a file. */
    String edit() throws IOException {
        return undisturbed(user::edit);
    }

    /** The user does this, and a hint says where. */
    void act(RelPath path, UserAct act) throws IOException {
        undisturbed(
                () -> {
                    act.in(tree);
                    return path;
                });
        suspect(path, Depth.NAME, 0);
    }

    /** What a user does. */
    interface UserAct {
        void in(UserTree tree) throws IOException;
    }

    /** Something that nothing comes between. */
    interface Undisturbed<T> {
        T get() throws IOException;
    }

    private <T> T undisturbed(Undisturbed<T> what) throws IOException {
        boolean before = busy;
        busy = true;
        try {
            return what.get();
        } finally {
            busy = before;
        }
    }

    /** What is there. */
    Map<RelPath, UserTree.Seen> tree() throws IOException {
        return undisturbed(tree::look);
    }

    /** What it knows, in words. */
    List<String> known() throws IOException {
        return undisturbed(
                () -> {
                    List<String> lines = new ArrayList<>();
                    var snapshot = folder().snapshot();
                    var entries = snapshot.listing().cursor();
                    for (var at = entries.next(); at != null; at = entries.next()) {
                        lines.add(name + " knows " + at + " " + entries.revision());
                    }
                    var deletes = snapshot.tombstones().cursor();
                    while (deletes.next()) {
                        lines.add(name + " deleted " + deletes.path() + " " + deletes.revision());
                    }
                    return lines;
                });
    }

    /** The folder, for who dials. */
    Premises premises() {
        return new MeshPremises(this::folder);
    }

    MemoryFileSystem system() {
        return system;
    }
}
