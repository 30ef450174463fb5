package dev.dsync.core.plan;

/**
 * What differs between what the target has and what it shall have: the facts of one of rsync's item
 * lines.
 *
 * @param update how the difference is settled
 * @param isNew nothing of this kind was there
 * @param content is known to differ: a file's by its digest or size under {@code --checksum}, a
 *     symbolic link's target, device numbers
 * @param size sizes of files differ
 * @param time what becomes of the modification time
 */
public record Change(
        Update update,
        boolean isNew,
        boolean content,
        boolean size,
        Time time,
        boolean permissions,
        boolean owner,
        boolean group,
        boolean acls,
        boolean xattrs) {

    /** Nothing differs. */
    public static final Change NONE =
            new Change(
                    Update.ATTRIBUTES,
                    false,
                    false,
                    false,
                    Time.SAME,
                    false,
                    false,
                    false,
                    false,
                    false);

    /** Nothing differs in a file that is a hard link to another path. */
    public static final Change LINKED =
            new Change(
                    Update.LINK, false, false, false, Time.SAME, false, false, false, false, false);

    /**
     * Extended attributes differ in a file that is a hard link to another path, and are set there.
     */
    public static final Change RELABELLED =
            new Change(
                    Update.LINK, false, false, false, Time.SAME, false, false, false, false, true);

    /** The change of something that was not there before. */
    public static Change created(Update update) {
        return new Change(update, true, false, false, Time.SAME, false, false, false, false, false);
    }

    /** The same difference, and one of content. */
    Change withContent() {
        return new Change(update, isNew, true, size, time, permissions, owner, group, acls, xattrs);
    }

    /** The same difference, settled by sending the content. */
    public Change transferred() {
        return new Change(
                Update.TRANSFER,
                isNew,
                content,
                size,
                time,
                permissions,
                owner,
                group,
                acls,
                xattrs);
    }

    /** How a difference is settled. */
    public enum Update {
        /** The content of a file comes from the source. */
        TRANSFER,
        /** Something other than a file's content is made or changed here. */
        LOCAL,
        /** It is or becomes a hard link to another path, with which it shares everything. */
        LINK,
        /** Attributes at most are set. */
        ATTRIBUTES
    }

    /** What becomes of the modification time. */
    public enum Time {
        SAME,
        /** It becomes the source's (rsync's {@code t}). */
        SET,
        /** It becomes that of the run, since times are not kept (rsync's {@code T}). */
        TRANSFER
    }

    /** Whether anything differs. */
    public boolean isAny() {
        return isNew
                || content
                || size
                || time != Time.SAME
                || permissions
                || owner
                || group
                || acls
                || xattrs;
    }
}
