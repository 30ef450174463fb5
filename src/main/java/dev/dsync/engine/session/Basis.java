package dev.dsync.engine.session;

import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;

/**
 * What a round went by.
 *
 * @param isDoubting whether what the peer has counts otherwise if something changes here
 * @param forgettings how often deletes had been forgotten here
 */
record Basis(Snapshot here, boolean isDoubting, long forgettings) {
    /**
     * Whether something else may come of the same by now: what the peer says was deleted may be
     * here again, since it is not known here any more that it was; and a value of the peer's that
     * gave way to one here may stand alone, since that is gone.
     */
    boolean isPast(Folder folder) {
        return forgettings != folder.forgettings()
                || (isDoubting && !folder.snapshot().equals(here));
    }
}
