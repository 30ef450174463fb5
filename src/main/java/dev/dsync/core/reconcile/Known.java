package dev.dsync.core.reconcile;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.version.Revision;

/** What one peer knows of a path. */
public sealed interface Known {
    /** Nothing: neither an entry nor a delete. */
    record Absent() implements Known {}

    /**
     * An entry.
     *
     * @param entry as listed; a file with its content
     */
    record Live(Entry entry, Revision revision) implements Known {
        public Live {
            if (revision.isDelete()
                    || (entry instanceof Entry.FileEntry file && file.content() == null)) {
                throw new IllegalArgumentException("no value: " + entry + ", " + revision);
            }
        }
    }

    /** A delete. */
    record Deleted(Revision revision) implements Known {
        public Deleted {
            if (!revision.isDelete()) {
                throw new IllegalArgumentException("no delete: " + revision);
            }
        }
    }
}
