package dev.dsync.engine.session;

import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;

/**
 * What a round went by.
 *
 * @param isDoubting whether the peer lists deletes that are forgotten here
 * @param forgettings how often deletes had been forgotten here
 */
record Basis(Snapshot here, boolean isDoubting, long forgettings) {
    /**
     * Whether something else may come of the same by now: what the peer says was deleted may be
     * here again, since it is not known here any more that it was.
     */
    boolean isPast(Folder folder) {
        return forgettings != folder.forgettings()
                || (isDoubting && !folder.snapshot().equals(here));
    }
}
