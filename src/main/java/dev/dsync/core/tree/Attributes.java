package dev.dsync.core.tree;

/**
 * What every entry carries beside its kind. In a listing, the mode of a symbolic link and the
 * fields its {@link Profile} leaves out are zero.
 *
 * @param mode permission, setuid, setgid and sticky bits (07777)
 * @param modified last modification of the content
 * @param uid owner by number, as the source counts
 * @param gid group by number, as the source counts
 */
public record Attributes(int mode, Timestamp modified, int uid, int gid) {
    /** The bits a mode may have. */
    public static final int MODE_MASK = 07777;

    public Attributes {
        if ((mode & ~MODE_MASK) != 0) {
            throw new IllegalArgumentException("mode 0" + Integer.toOctalString(mode));
        }
    }
}
