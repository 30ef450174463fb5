package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A target in memory that carries out actions one after another and refuses what a file system
 * would refuse.
 */
final class ModelTarget {
    private final Map<RelPath, Entry> entries = new TreeMap<>();

    ModelTarget(List<? extends Entry> local) {
        local.forEach(e -> entries.put(e.path(), e));
    }

    void apply(Actions actions) throws IOException {
        for (Action next = actions.next(); next != null; next = actions.next()) {
            apply(next);
        }
    }

    private void apply(Action action) {
        switch (action) {
            case Action.Create create -> put(create);
            case Action.Replace replace -> {
                remove(replace.local());
                put(replace.create());
            }
            case Action.ReplaceContent content -> {
                require(content.local().equals(entries.get(content.path())), action);
                entries.put(
                        content.path(),
                        settled(content.remote(), content.local(), content.wanted()));
            }
            case Action.SetAttributes set -> {
                require(set.local().equals(entries.get(set.path())), action);
                entries.put(set.path(), settled(set.remote(), set.local(), set.wanted()));
            }
            case Action.FinishDirectory finish -> {
                if (!(entries.get(finish.path()) instanceof Entry.DirectoryEntry directory)) {
                    throw new AssertionError(action);
                }
                entries.put(finish.path(), settled(finish.remote(), directory, finish.wanted()));
            }
            case Action.Delete delete -> remove(delete.local());
            case Action.MakeWay way ->
                    require(entries.put(way.path(), way.remote()) == null, action);
            case Action.DeleteSkipped _, Action.Blocked _, Action.Keep _ -> {}
        }
    }

    private void put(Action.Create create) {
        RelPath path = create.path();
        require(!entries.containsKey(path), create);
        require(
                path.isRoot() || entries.get(path.parent()) instanceof Entry.DirectoryEntry,
                create);
        if (create instanceof Action.CreateLink link) {
            require(entries.get(link.leader()) instanceof Entry.FileEntry, create);
        }
        entries.put(path, create.remote());
    }

    private void remove(Entry local) {
        require(local.equals(entries.get(local.path())), local);
        boolean empty =
                entries.keySet().stream()
                        .noneMatch(p -> p.isWithin(local.path()) && !p.equals(local.path()));
        require(empty, local);
        entries.remove(local.path());
    }

    private static void require(boolean holds, Object what) {
        if (!holds) {
            throw new AssertionError("cannot be done: " + what);
        }
    }

    /** The remote entry with the attributes an action asks for, and else those there were. */
    private static Entry settled(Entry remote, Entry local, Wanted wanted) {
        Attributes old = local.attributes();
        Attributes now =
                new Attributes(
                        (old.mode() & ~wanted.modeMask()) | wanted.mode(),
                        wanted.modified() == null ? old.modified() : wanted.modified(),
                        wanted.uid().orElse(old.uid()),
                        wanted.gid().orElse(old.gid()));
        return switch (remote) {
            case Entry.FileEntry f ->
                    new Entry.FileEntry(
                            f.path(), now, f.size(), f.leader(), f.content(), f.xattrs());
            case Entry.DirectoryEntry d ->
                    new Entry.DirectoryEntry(d.path(), now, d.listed(), d.xattrs());
            case Entry.SymlinkEntry l ->
                    new Entry.SymlinkEntry(l.path(), now, l.target(), l.xattrs());
            case Entry.SpecialEntry s ->
                    new Entry.SpecialEntry(
                            s.path(), now, s.kind(), s.deviceMajor(), s.deviceMinor(), s.xattrs());
        };
    }

    List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }
}
