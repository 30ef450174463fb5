package dev.dsync.engine.scan;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a walk has listed so far, in listing order, and what is known of it. */
final class Taken {
    private final Profile profile;
    private final boolean withoutEmpty;
    private final ModeChanges modes;
    private final Listing.Writer writer;
    private final Stamps stamps = new Stamps();
    private final Provenance provenance;
    private final Set<Integer> uids = new HashSet<>();
    private final Set<Integer> gids = new HashSet<>();
    private final Map<Integer, Long> users = new HashMap<>();
    private final Map<Integer, Long> groups = new HashMap<>();
    private long setIds;
    private long xattrs;

    /** Directories in which nothing was found yet, the lowest last. */
    private final Deque<Entered> waiting = new ArrayDeque<>();

    private KindCounts counts = KindCounts.NONE;

    /** A directory; without a stat it is the root of a listing that takes no part itself. */
    private record Entered(DirectoryEntry entry, @Nullable Stat stat) {}

    /**
     * Nothing yet.
     *
     * @param reach whether directories with nothing but directories beneath them are listed
     */
    Taken(List<Origin> origins, Profile profile, Reach reach, PageStore pages) {
        this.profile = profile;
        this.withoutEmpty = reach.withoutEmpty();
        this.modes = reach.modes();
        this.writer = new Listing.Writer(profile, pages);
        this.provenance = new Provenance(origins, reach.links().which().any());
    }

    /**
     * Takes a directory, of which {@link #leave} is told when all beneath it was taken.
     *
     * @param onTheWay whether it takes part only if something beneath it does
     */
    void enter(DirectoryEntry entry, @Nullable Stat stat, boolean onTheWay) throws IOException {
        if ((withoutEmpty || onTheWay) && !entry.path().isRoot()) {
            waiting.addLast(new Entered(entry, stat));
        } else {
            writeAbove();
            write(entry, stat, null);
        }
    }

    /** Leaves a directory that was entered. */
    void leave(RelPath path) {
        if (!waiting.isEmpty() && waiting.getLast().entry.path().equals(path)) {
            waiting.removeLast();
        }
    }

    /**
     * Takes what is no directory.
     *
     * @param origin where it was taken from
     */
    void add(Entry entry, Stat stat, Origin origin) throws IOException {
        writeAbove();
        write(entry, stat, origin);
    }

    private void writeAbove() throws IOException {
        while (!waiting.isEmpty()) {
            Entered above = waiting.removeFirst();
            write(above.entry, above.stat, null);
        }
    }

    private void write(Entry entry, @Nullable Stat stat, @Nullable Origin origin)
            throws IOException {
        writer.add(entry);
        provenance.add(origin);
        if (stat == null) {
            stamps.addUnknown();
            return;
        }
        stamps.add(stat.stamp());
        if (profile.devices() || !entry.kind().isDevice()) { // what is not made lacks more
            users.merge(stat.uid(), 1L, Long::sum);
            groups.merge(stat.gid(), 1L, Long::sum);
        }
        counts = counts.plus(entry.kind());
        if (profile.owner()) {
            uids.add(stat.uid());
        }
        if (profile.group()) {
            gids.add(stat.gid());
        }
        for (Acls.Members named : entry.attributes().acls().named()) {
            named.users().keySet().forEach(id -> uids.add((int) (long) id));
            named.groups().keySet().forEach(id -> gids.add((int) (long) id));
        }
    }

    /** All that was listed. */
    Listing finish() throws IOException {
        return writer.finish();
    }

    Stamps stamps() {
        return stamps;
    }

    Provenance provenance() {
        return provenance;
    }

    KindCounts counts() {
        return counts;
    }

    Set<Integer> uids() {
        return uids;
    }

    Set<Integer> gids() {
        return gids;
    }

    /** The attributes of an entry that is to be taken; what of it does not count is counted. */
    Attributes attributes(Stat stat, Extras extras) {
        int mode = modes.applied(stat.kind(), stat.mode());
        int counted = profile.mode(mode);
        setIds += stat.kind() == Kind.SYMLINK || mode == counted ? 0 : 1;
        xattrs += extras.more() ? 1 : 0;
        return extras.with(stat, counted);
    }

    /** What of it a target may be unable to keep. */
    Stakes stakes() {
        return new Stakes(users, groups, setIds, xattrs);
    }
}
