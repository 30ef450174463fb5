package dev.dsync.core.reconcile;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;

/** What a peer has, as a map, and what becomes of it. */
final class Peer {
    static final long NOW = 100;
    private static final Known ABSENT = new Known.Absent();

    final ReplicaId me;
    final NavigableMap<RelPath, Known> state;

    Peer(ReplicaId me, NavigableMap<RelPath, Known> state) {
        this.me = me;
        this.state = state;
    }

    Peer copy() {
        return new Peer(me, new TreeMap<>(state));
    }

    Known known(RelPath path) {
        return state.getOrDefault(path, ABSENT);
    }

    /** Does what it decides on for all the other has now; whether anything was to do. */
    boolean learn(Peer other) {
        Reconciler reconciler = new Reconciler(me, NOW, NOW);
        NavigableMap<RelPath, Known> after = new TreeMap<>(state);
        for (RelPath path : other.state.descendingKeySet()) {
            Decision decision =
                    reconciler.decide(known(path), other.known(path), livesOn(after, path));
            apply(after, path, decision);
        }
        boolean changed = !after.equals(state);
        state.clear();
        state.putAll(after);
        assertTree();
        return changed;
    }

    private static boolean livesOn(NavigableMap<RelPath, Known> state, RelPath directory) {
        return state.tailMap(directory, false).entrySet().stream()
                .anyMatch(
                        below ->
                                below.getKey().isWithin(directory)
                                        && below.getValue() instanceof Known.Live);
    }

    private void apply(NavigableMap<RelPath, Known> after, RelPath path, Decision decision) {
        switch (decision) {
            case Decision.Nothing _ -> {}
            case Decision.Take(Entry entry, Revision revision) ->
                    after.put(path, new Known.Live(entry, revision));
            case Decision.Settle(Entry entry, Revision revision) -> {
                Assertions.assertTrue(
                        after.get(path) instanceof Known.Live here
                                && Values.isSame(here.entry(), entry));
                after.put(path, new Known.Live(entry, revision));
            }
            case Decision.Delete(Revision revision) -> {
                Assertions.assertTrue(after.get(path) instanceof Known.Live);
                after.put(path, new Known.Deleted(revision));
            }
            case Decision.Note(Revision revision) -> {
                Assertions.assertFalse(after.get(path) instanceof Known.Live);
                after.put(path, new Known.Deleted(revision));
            }
            case Decision.KeepBoth(Known.Live copy, Decision.Take take) -> {
                RelPath aside = copy.entry().path();
                Known there = after.getOrDefault(aside, ABSENT);
                apply(after, aside, new Reconciler(me, NOW, NOW).decide(there, copy, false));
                apply(after, path, take);
            }
            case Decision.Unresolved(Decision.Reason reason) -> Assertions.fail("" + reason);
        }
    }

    private void assertTree() {
        state.forEach(
                (path, known) -> {
                    RelPath parent = path.parent();
                    if (known instanceof Known.Live && !parent.isRoot()) {
                        Assertions.assertTrue(
                                state.get(parent) instanceof Known.Live above
                                        && Values.isDirectory(above.entry()),
                                () -> path + " stands in no directory: " + state);
                    }
                });
    }

    /** What is read where somebody looks: contents and link targets, at whatever path. */
    Set<Object> contents() {
        Set<Object> contents = new HashSet<>();
        for (Known known : state.values()) {
            if (known instanceof Known.Live live) {
                contents.add(content(live.entry()));
            }
        }
        return contents;
    }

    static Object content(Entry entry) {
        return switch (entry) {
            case Entry.FileEntry file -> String.valueOf(file.content());
            case Entry.SymlinkEntry link -> link.target();
            case Entry.DirectoryEntry _, Entry.SpecialEntry _ -> entry.kind();
        };
    }

    /** A change by the user of this peer. */
    void change(RelPath path, Entry entry) {
        Known before = known(path);
        Digest previous =
                before instanceof Known.Live(Entry.FileEntry file, Revision _)
                        ? file.content()
                        : null;
        state.put(path, new Known.Live(entry, Revision.value(next(before), me, previous)));
    }

    void delete(RelPath path) {
        VersionVector version = next(known(path));
        state.put(path, new Known.Deleted(Revision.delete(version, me, NOW)));
    }

    private VersionVector next(Known before) {
        return version(before).advance(me, 0);
    }

    static VersionVector version(Known known) {
        return switch (known) {
            case Known.Absent _ -> VersionVector.EMPTY;
            case Known.Live live -> live.revision().version();
            case Known.Deleted deleted -> deleted.revision().version();
        };
    }

    static Attributes modified(long seconds) {
        return new Attributes(0644, new Timestamp(seconds, 0), 0, 0);
    }

    static Entry file(RelPath path, long content, long modified) {
        Digest digest = new Digest(content << 48, 0, 0, content);
        return new Entry.FileEntry(path, modified(modified), 1, null, digest, null);
    }

    static Entry directory(RelPath path) {
        return new Entry.DirectoryEntry(path, modified(0), Entry.Listed.ALL, null);
    }

    static Entry link(RelPath path, String target) {
        try {
            LinkTarget to = LinkTarget.of(target.getBytes(StandardCharsets.UTF_8));
            return new Entry.SymlinkEntry(path, modified(0), to, null);
        } catch (IllegalNameException e) {
            throw new AssertionError(e);
        }
    }
}
