package dev.dsync.engine.mesh;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.mesh.FolderScan.Found;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a scan found to be another than was recorded. */
final class Seen implements Rewriting.Update {
    private final Found found;
    private final @Nullable Snapshot scanned;
    private final ReplicaId replica;
    private final long counter;
    private final long now;
    private boolean late;

    /**
     * What a scan has found.
     *
     * @param scanned what the scan compared with, if something else is known by now
     * @param replica who has changed it
     * @param counter what it counts up to at least
     * @param now when a delete was made, in seconds since 1970
     */
    Seen(Found found, @Nullable Snapshot scanned, ReplicaId replica, long counter, long now) {
        this.replica = replica;
        this.found = found;
        this.scanned = scanned;
        this.counter = counter;
        this.now = now;
    }

    @Override
    public RelPath path() {
        return found.path();
    }

    @Override
    public Known apply(Known before) throws IOException {
        late = scanned != null && !scanned.known(path()).equals(before);
        Known after = late ? before : after(before);
        return after;
    }

    @Override
    public void refuse() {
        late = true;
    }

    private Known after(Known before) {
        return switch (found) {
            case Found.There(Entry entry) ->
                    before instanceof Known.Live live && live.entry().equals(entry)
                            ? before
                            : new Known.Live(entry, advanced(before, entry));
            case Found.Gone _ ->
                    before instanceof Known.Live live
                            ? new Known.Deleted(
                                    Revision.delete(
                                            live.revision().version().advance(replica, counter),
                                            replica,
                                            now))
                            : before;
            case Found.Ignored _ -> before instanceof Known.Live ? new Known.Absent() : before;
        };
    }

    private Revision advanced(Known before, Entry entry) {
        return switch (before) {
            case Known.Absent _ ->
                    Revision.value(VersionVector.EMPTY.advance(replica, counter), replica, null);
            case Known.Deleted gone ->
                    Revision.value(
                            gone.revision().version().advance(replica, counter), replica, null);
            case Known.Live live ->
                    Revision.value(
                            live.revision().version().advance(replica, counter),
                            replica,
                            previous(live, entry));
        };
    }

    private static @Nullable Digest previous(Known.Live before, Entry now) {
        if (!(before.entry() instanceof FileEntry old) || !(now instanceof FileEntry file)) {
            return null;
        }
        return Objects.equals(old.content(), file.content())
                ? before.revision().previous()
                : old.content();
    }

    /** Whether something else was known by now: it is to be looked at once more. */
    boolean isLate() {
        return late;
    }
}
