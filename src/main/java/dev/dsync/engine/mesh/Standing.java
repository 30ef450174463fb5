package dev.dsync.engine.mesh;

import dev.dsync.engine.session.Premises.Folder.Role;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.io.wire.Message;

/** How a folder stands to what a peer has. */
final class Standing {
    private Standing() {}

    /**
     * Whether both have the same, as far as is known; of one that takes only, or is taken from
     * only, whether all was taken.
     *
     * @param role which way changes go on this side
     */
    static boolean isEqual(SyncEvent.Stood stood, Snapshot now, Role role) {
        Message.ListingRoot announced = stood.announced();
        boolean given = now.equals(stood.given());
        if (announced == null) {
            return given;
        }
        // What only one lists as deleted when both are done has expired by the other's clock.
        boolean done = stood.taken() && given;
        boolean same =
                announced.root().equals(now.listing().root())
                        && (done || now.tombstones().root().equals(announced.tombstones()));
        return same
                || switch (role) {
                    case SEND_RECEIVE -> stood.alike() && given;
                    case SEND_ONLY -> given;
                    case RECEIVE_ONLY -> stood.taken();
                };
    }
}
