package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Xattrs;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.core.tree.Timestamp;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Attributes an entry shall have when its action is done; what is absent is left as it is.
 *
 * @param mode the mode bits, of which {@code modeMask} are set: new mode = (old and not modeMask)
 *     or mode
 * @param modeMask 0 (the mode stays), 0777 (set-id bits stay) or 07777
 * @param modified the modification time; of a directory it is set by {@link Action.FinishDirectory}
 *     only
 * @param uid owner by the number that is written here
 * @param gid group by the number that is written here
 * @param xattrs the extended attributes among those that count; null where none do
 * @param counted which extended attributes count
 * @param acls the access control lists; null where they do not count
 */
public record Wanted(
        int mode,
        int modeMask,
        @Nullable Timestamp modified,
        OptionalInt uid,
        OptionalInt gid,
        @Nullable Xattrs xattrs,
        Namespaces counted,
        @Nullable Acls acls) {
    private static final int PERMISSIONS = 0777;
    private static final int GROUP = 070;
    private static final int GROUP_SHIFT = 3;

    public Wanted {
        if ((mode & ~modeMask) != 0 || (modeMask & ~07777) != 0) {
            throw new IllegalArgumentException(
                    "mode 0"
                            + Integer.toOctalString(mode)
                            + " of 0"
                            + Integer.toOctalString(modeMask));
        }
    }

    /**
     * Permission bits of something new until it has its access control list, whose mask stands in
     * the mode: the group is to have no more than the list gives it.
     */
    public int firstMode() {
        return (acls == null ? mode : limited(mode, acls.access())) & PERMISSIONS;
    }

    /** A mode in which the group has no more bits than a list gives it. */
    public static int limited(int mode, Acls.@Nullable Access access) {
        return access == null ? mode : mode & (~GROUP | (access.group() << GROUP_SHIFT));
    }

    /** Whether the mode is set. */
    public boolean setsMode() {
        return modeMask != 0;
    }
}
