package dev.dsync.core.plan;

/**
 * What differs between what the target has and what it shall have: the facts of one of rsync's item lines.
 *
 * @param update how the difference is settled
 * @param isNew nothing of this kind was there
 * @param content known to differ: digests compared under {@code --checksum}, a link's target, device numbers
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
        boolean xattrs) {

    /** Nothing differs. */
    public static final Change NONE =
            new Change(Update.ATTRIBUTES, false, false, false, Time.SAME, false, false, false, false);

    /** The change of something that was not there before. */
    public static Change created(Update update) {
        return new Change(update, true, false, false, Time.SAME, false, false, false, false);
    }

    /** How a difference is settled. */
    public enum Update {
        /** The content of a file comes from the source. */
        TRANSFER,
        /** Something other than a file's content is made or changed here. */
        LOCAL,
        /** A hard link is made. */
        LINK,
        /** Attributes at most are set. */
        ATTRIBUTES
    }

    /** What becomes of the modification time. */
    public enum Time {
        SAME,
        /** It is set to the source's. */
        SET,
        /** It will be that of the transfer, since times are not kept. */
        TRANSFER
    }

    /** Whether anything is to be done. */
    public boolean isAny() {
        return !equals(NONE);
    }
}
