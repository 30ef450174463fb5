package dev.dsync.app.cli;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.io.fs.FileSystem;
import java.io.IOException;

/**
 * How attributes are told and changed in a push or pull.
 *
 * @param numericIds owners are kept by number, not by name
 * @param chmod changes of modes as typed; empty for none
 * @param users which of the source become whom
 * @param groups the same of groups
 */
record AttributeOptions(boolean numericIds, String chmod, IdMap users, IdMap groups) {
    /** Everything is kept as it is. */
    static final AttributeOptions NONE = new AttributeOptions(false, "", IdMap.NONE, IdMap.NONE);

    /** The same for both ends; what the umask leaves alone is this user's matter. */
    AttributeChanges changes(FileSystem here) throws IOException {
        ModeChanges modes =
                chmod.isEmpty()
                        ? ModeChanges.NONE
                        : ModeChanges.of(chmod, here.umask()).orElseThrow();
        return new AttributeChanges(numericIds, modes, users, groups);
    }
}
