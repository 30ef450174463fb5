package dev.dsync.io.index;

/**
 * An index ready to be used, and how it came to be.
 *
 * @param detail what exactly is the matter, for who asks; may be empty
 */
public record OpenedIndex(Index index, Finding finding, String detail) {
    /** What was met when an index was opened. */
    public enum Finding {
        /** The index that was left here. */
        READY,
        /** None: this one is new. */
        CREATED,
        /** One of another format: this one is new. */
        OTHER_FORMAT,
        /** One with files missing or changed: this one is new. */
        DAMAGED,
        /** One that is older than it was when it was closed last: this one is new. */
        ROLLED_BACK,
        /** One of another directory at the same path: this one is new. */
        ROOT_REPLACED,
        /** Somebody else writes it: what is learned here on top of it is not kept. */
        READ_ONLY,
        /** Somebody else writes it and it cannot be read now: this one is not kept. */
        BUSY,
        /** The state directory cannot hold one: this one is not kept. */
        UNUSABLE;

        /** Whether nothing of what was once known is known. */
        public boolean isFirst() {
            return this != READY && this != READ_ONLY;
        }
    }
}
