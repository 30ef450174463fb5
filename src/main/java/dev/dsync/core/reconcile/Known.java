package dev.dsync.core.reconcile;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.Revision;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

        /**
         * A conflict copy under the name it has where there is no other value.
         *
         * @param present what is at its path
         */
        public Live beside(Known present) throws IllegalNameException {
            if (!(present instanceof Live(Entry other, _)) || Values.isSame(entry, other)) {
                return this;
            }
            Name name = ConflictName.inFull(entry, revision.author());
            return new Live(Values.at(entry.path().parent().child(name), entry), revision);
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

    /** A delete; nothing if there is none. */
    static Known dead(@Nullable Revision revision) {
        return revision == null ? new Absent() : new Deleted(revision);
    }

    /** An entry as listed; if there is none, what is known otherwise. */
    static Known live(@Nullable Entry entry, @Nullable Revision revision, Known otherwise) {
        return entry == null || revision == null ? otherwise : new Live(entry, revision);
    }

    /** What a listing, and the deletes beside it, say of a path. */
    static Known of(Listing listing, Tombstones tombstones, RelPath path) throws IOException {
        Listing.Cursor entries = listing.cursor();
        entries.seek(path);
        Entry entry = entries.next();
        if (entry != null && entry.path().equals(path)) {
            return new Live(entry, entries.revision());
        }
        Optional<Revision> deleted = tombstones.find(path);
        return deleted.isPresent() ? new Deleted(deleted.get()) : new Absent();
    }
}
