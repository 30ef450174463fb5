package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderScan.Depth;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.engine.session.VirtualEnd;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A mesh of peers in one thread, on virtual time, whose history comes from one seed: users at work,
 * connections that come and go, machines that die.
 */
final class Mesh {
    private static final int STEPS_MAX = 400_000;
    private static final Duration SETTLING_MAX = Duration.ofMinutes(30);

    /** What is left behind is removed after a day. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofHours(25), Duration.ofSeconds(1));

    private final VirtualClock clock = new VirtualClock();
    private final SplittableRandom random;
    private final LastMoment lastMoment;
    private final Values values = new Values();
    private final List<MeshPeer> peers = new ArrayList<>();
    private final List<MeshLink> links = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final List<Acting> agenda = new ArrayList<>();
    private final int acts;
    private final Users users;
    private final Shape shape;
    private boolean disturbing;
    private int steps;

    /** Something that is to happen at some time. */
    private record Acting(long nanos, VirtualEnd.Action action) {}

    /**
     * A mesh of some peers that hold something.
     *
     * @param acts things that users, networks and machines will do
     */
    Mesh(long seed, int acts) throws IOException {
        this(seed, acts, Users.ALL);
    }

    /** The same with fewer users; of fewer peers in a row, if one of them is to make all. */
    Mesh(long seed, int acts, Users users) throws IOException {
        this.random = new SplittableRandom(seed);
        this.lastMoment = new LastMoment(seed, this::note);
        this.acts = acts;
        this.users = users;
        int count = 2 + random.nextInt(users == Users.ALL ? 4 : 2);
        boolean twins = users == Users.ALL && random.nextInt(4) == 0;
        boolean ignoring = users == Users.ALL && random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            Duration skew =
                    random.nextInt(3) == 0
                            ? Duration.ofDays(random.nextInt(-2000, 2000))
                            : Duration.ofMillis(random.nextInt(-500, 500));
            MeshPeer peer = add(skew, twins, twins && random.nextBoolean());
            if (ignoring) {
                peer.ignore(Ignoring.someNames(random));
            }
        }
        shape = users == Users.ALL ? Shape.any(random) : Shape.CHAIN;
        for (int i = 1; i < count; i++) {
            for (int j = 0; j < i; j++) {
                if (shape.connects(j, i)) {
                    links.add(
                            new MeshLink(
                                    peers.get(j), peers.get(i), clock, random.split(), this::note));
                }
            }
        }
        if (random.nextInt(8) == 0) { // two connections between the same peers
            links.add(new MeshLink(peers.get(0), peers.get(1), clock, random.split(), this::note));
        }
        for (MeshPeer peer : peers) {
            for (int i = isAtWork(peer) ? random.nextInt(6) : 0; i > 0; i--) {
                note(peer.name() + " " + peer.act());
            }
            peer.open();
        }
    }

    /** Peers in a row that do what they are told: for each, whether its names fold. */
    Mesh(boolean... folds) throws IOException {
        this.random = new SplittableRandom(1);
        this.lastMoment = new LastMoment(1, this::note);
        this.acts = 0;
        this.users = Users.ALL;
        this.shape = Shape.CHAIN;
        for (boolean folding : folds) {
            MeshPeer peer = add(Duration.ZERO, false, folding);
            if (peers.size() > 1) {
                MeshPeer before = peers.get(peers.size() - 2);
                links.add(new MeshLink(before, peer, clock, random.split(), this::note));
            }
            peer.open();
        }
    }

    private MeshPeer add(Duration skew, boolean twins, boolean folds) throws IOException {
        String name = String.valueOf((char) ('A' + peers.size()));
        MeshPeer peer =
                new MeshPeer(
                        name, clock, random.split(), skew, twins, folds, values, this::disturb);
        peers.add(peer);
        return peer;
    }

    boolean isIgnoring() {
        return peers.stream().anyMatch(peer -> !peer.rules().names().isEmpty());
    }

    private boolean isAtWork(MeshPeer peer) {
        return users == Users.ALL || peer.equals(peers.getFirst());
    }

    private void note(String what) {
        trace.add(clock.nanos() / 1000 + " " + what);
    }

    List<String> trace() {
        return trace;
    }

    List<MeshPeer> peers() {
        return peers;
    }

    List<MeshLink> links() {
        return links;
    }

    Values values() {
        return values;
    }

    /** Users at work while peers come and go. */
    void live() throws IOException {
        long at = clock.nanos();
        for (int i = 0; i < acts; i++) {
            at +=
                    random.nextInt(3) == 0
                            ? random.nextLong(3_000_000_000L)
                            : random.nextLong(9_000_000);
            agenda.add(new Acting(at, this::act));
        }
        disturbing = true;
        while (!agenda.isEmpty()) {
            step();
        }
        disturbing = false;
    }

    private void act() throws IOException {
        MeshPeer peer = peers.get(random.nextInt(peers.size()));
        MeshLink link = links.get(random.nextInt(links.size()));
        int what = random.nextInt(100);
        if (what < 70) {
            MeshPeer one = isAtWork(peer) ? peer : peers.getFirst();
            note(one.name() + " " + one.act());
        } else if (what < 82) {
            if (peer.isRunning()) {
                peer.suspect(RelPath.ROOT, Depth.TREE, 0);
            }
        } else if (what < 87) {
            note("cut " + link);
            link.cut();
        } else if (what < 91) {
            note("part " + link);
            link.part(true);
            later(() -> heal(link));
        } else if (peer.isRunning()) {
            if (users == Users.FIRST) {
                kill(peer, true, false);
            } else if (what < 97 || (what < 98 && !isIgnoring())) {
                kill(peer, what < 93, what >= 96);
            } else if (what == 97 && isIgnoring()) {
                peer.ignore(Ignoring.someNames(random));
                note(peer.name() + " ignores " + peer.rules());
            } else if (what == 98) {
                kill(peer, false, false);
                note(peer.name() + " loses its state");
                peer.loseState();
            } else {
                setBack(peer);
            }
        }
    }

    /** A machine is put back to what it was a while before. */
    private void setBack(MeshPeer peer) throws IOException {
        note(peer.name() + " is saved");
        UserTree.Saved saved = peer.saved();
        later(
                () -> {
                    if (peer.isRunning()) {
                        // who edits a file many times a second counts a little ahead of time
                        kill(peer, false, false, 10_000_000_000L);
                        note(peer.name() + " is set back");
                        values.losing(peer, peers, saved::restore);
                    }
                });
    }

    Shape shape() {
        return shape;
    }

    /** A peer is away until it {@link #returns}. */
    void leaves(MeshPeer peer) throws IOException {
        note(peer.name() + " leaves");
        for (MeshLink link : links) {
            link.lose(peer, true);
        }
        peer.stop(true);
        rest();
    }

    /** It is there again, and all meets it. */
    void returns(MeshPeer peer) throws IOException {
        note(peer.name() + " returns");
        peer.open();
        rest();
    }

    /** Time passes in which nothing happens. */
    void skip(Duration time) {
        clock.advance(time.toNanos());
    }

    /** A peer begins anew with nothing of what it knew, after something was done meanwhile. */
    void loseState(MeshPeer peer, VirtualEnd.Action meanwhile) throws IOException {
        kill(peer, false, false);
        peer.loseState();
        meanwhile.run();
        rest(); // ends no sooner than it has begun again
    }

    private void heal(MeshLink link) {
        note("heal " + link);
        link.part(false);
    }

    private void later(VirtualEnd.Action action) {
        agenda.add(new Acting(clock.nanos() + random.nextLong(20_000_000_000L), action));
    }

    /** The process, or the machine, ends, and begins anew some time later. */
    private void kill(MeshPeer peer, boolean orderly, boolean powerCut) throws IOException {
        kill(peer, orderly, powerCut, 0);
    }

    private void kill(MeshPeer peer, boolean orderly, boolean powerCut, long downNanos)
            throws IOException {
        note((orderly ? "stop " : powerCut ? "power cut " : "kill ") + peer.name());
        for (MeshLink link : links) {
            link.lose(peer, orderly);
        }
        if (powerCut && !orderly) {
            values.losing(peer, peers, peer::powerCut);
        }
        peer.stop(orderly);
        agenda.add(
                new Acting(
                        clock.nanos() + downNanos + random.nextLong(5_000_000_000L),
                        () -> {
                            note(peer.name() + " begins");
                            peer.open();
                        }));
    }

    /** Something happens while a job is at work on a peer's disk. */
    private void disturb(MeshPeer peer, Operation operation) throws IOException {
        if (disturbing && users == Users.ALL && lastMoment.isLast(peer, operation)) {
            throw peer.die();
        }
        // No call removes, or sets the attributes of, just what it was meant for.
        if (!disturbing
                || operation == Operation.REMOVE
                || operation == Operation.SET_ATTRIBUTES
                || random.nextInt(400) != 0) {
            return;
        }
        if (users == Users.ALL && random.nextInt(5) == 0) {
            throw peer.die();
        }
        if (isAtWork(peer)) {
            note(peer.name() + " meanwhile " + peer.act());
        }
    }

    /** Lets one thing happen. */
    private void step() throws IOException {
        if (steps++ > STEPS_MAX) {
            throw new AssertionError("the history does not end");
        }
        List<VirtualEnd.Step> choices = new ArrayList<>();
        links.forEach(link -> link.addSteps(choices));
        for (MeshPeer peer : peers) {
            if (peer.nextNanos() <= clock.nanos()) {
                choices.add(
                        new VirtualEnd.Step(
                                peer.name() + " looks",
                                () -> note(peer.name() + " looked " + peer.look())));
            }
            if (peer.isHalted() && peer.isRunning()) {
                choices.add(new VirtualEnd.Step(peer.name() + " approves", peer::approve));
            }
        }
        for (Acting acting : agenda) {
            if (acting.nanos <= clock.nanos()) {
                choices.add(
                        new VirtualEnd.Step(
                                "so",
                                () -> {
                                    agenda.remove(acting);
                                    acting.action.run();
                                }));
            }
        }
        if (choices.isEmpty()) {
            clock.advanceTo(nextNanos());
            return;
        }
        if (users == Users.FIRST && disturbing && random.nextInt(200) == 0) {
            links.get(random.nextInt(links.size())).cut(); // while there is something going on
        }
        VirtualEnd.Step chosen = choices.get(random.nextInt(choices.size()));
        note(chosen.what());
        try {
            chosen.action().run();
        } catch (KilledError e) {
            MeshPeer dead = peers.stream().filter(MeshPeer::isDying).findFirst().orElseThrow();
            kill(dead, false, random.nextBoolean());
        }
    }

    private long nextNanos() {
        long next = Long.MAX_VALUE;
        for (MeshLink link : links) {
            next = Math.min(next, link.nextNanos());
        }
        for (MeshPeer peer : peers) {
            next = Math.min(next, peer.nextNanos());
        }
        for (Acting acting : agenda) {
            next = Math.min(next, acting.nanos);
        }
        if (next == Long.MAX_VALUE) {
            throw new AssertionError("nothing ever happens");
        }
        return next;
    }

    /** All is well from here on, all is looked at, and all that comes of it comes to its end. */
    void settle() throws IOException {
        links.forEach(this::heal);
        for (Duration pause : PAUSES) {
            clock.advance(pause.toNanos());
            peers.forEach(peer -> peer.suspect(RelPath.ROOT, Depth.TREE, 0));
            rest();
        }
    }

    /** All that has begun comes to its end. */
    void rest() throws IOException {
        long end = clock.nanos() + SETTLING_MAX.toNanos();
        while (!isQuiet()) {
            if (clock.nanos() > end) {
                throw new AssertionError("it does not come to rest");
            }
            step();
        }
    }

    /** Lets so much time pass, whether or not there is rest. */
    void pass(Duration time) throws IOException {
        agenda.add(new Acting(clock.nanos() + time.toNanos(), () -> note("time has passed")));
        while (!agenda.isEmpty()) {
            step();
        }
    }

    private boolean isQuiet() {
        return agenda.isEmpty()
                && links.stream().allMatch(MeshLink::isQuiet)
                && peers.stream()
                        .allMatch(peer -> peer.nextNanos() == Long.MAX_VALUE && !peer.isHalted());
    }
}
