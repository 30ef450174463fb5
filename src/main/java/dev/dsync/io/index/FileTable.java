package dev.dsync.io.index;

import dev.dsync.core.tree.RelPath;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** What is known of files by path, and the paths of their manifests. */
final class FileTable {
    private final Journal journal;
    private final ManifestTable manifests;

    FileTable(Journal journal, ManifestTable manifests) {
        this.journal = journal;
        this.manifests = manifests;
    }

    Optional<FileRow> find(byte[] key) throws StoreException {
        Optional<byte[]> value = journal.get(Column.ENTRY, key);
        return value.isEmpty() ? Optional.empty() : Optional.of(FileRow.decode(value.get()));
    }

    /** Puts a row; if it has another manifest than the one before, that one goes. */
    void put(byte[] key, FileRow row) throws StoreException {
        Optional<FileRow> old = find(key);
        journal.put(Column.ENTRY, key, row.encode());
        if (old.isEmpty() || old.get().id() != row.id()) {
            journal.put(Column.FILE, FileRow.idKey(row.id()), key);
            if (old.isPresent()) {
                // The new one stands by now: a process that dies here leaves only waste.
                journal.delete(Column.FILE, FileRow.idKey(old.get().id()));
                manifests.delete(old.get().id());
            }
        }
        journal.ease();
    }

    private void remove(byte[] key, FileRow row) throws StoreException {
        journal.delete(Column.ENTRY, key);
        journal.delete(Column.FILE, FileRow.idKey(row.id()));
        manifests.delete(row.id());
        journal.ease();
    }

    /** Removes what is at a path and below it. */
    void remove(byte[] directory) throws StoreException {
        try (Store.Rows rows = journal.rows(Column.ENTRY, directory)) {
            while (rows.next() && FileRow.isWithin(rows.key(), directory)) {
                remove(rows.key(), FileRow.decode(rows.value()));
            }
        }
    }

    void removeIf(Predicate<FileRow> condition) throws StoreException {
        try (Store.Rows rows = journal.rows(Column.ENTRY, new byte[0])) {
            while (rows.next()) {
                FileRow row = FileRow.decode(rows.value());
                if (condition.test(row)) {
                    remove(rows.key(), row);
                }
            }
        }
    }

    /** Renames what is at a path and below it; what no path can name is removed. */
    void move(byte[] from, byte[] to) throws StoreException {
        remove(to);
        try (Store.Rows rows = journal.rows(Column.ENTRY, from)) {
            while (rows.next() && FileRow.isWithin(rows.key(), from)) {
                byte[] old = rows.key();
                byte[] key = Arrays.copyOf(to, to.length + old.length - from.length);
                System.arraycopy(old, from.length, key, to.length, old.length - from.length);
                FileRow row = FileRow.decode(rows.value());
                if (key.length > RelPath.BYTES_MAX) {
                    remove(old, row);
                    continue;
                }
                journal.delete(Column.ENTRY, old);
                journal.put(Column.ENTRY, key, rows.value());
                journal.put(Column.FILE, FileRow.idKey(row.id()), key);
                journal.ease();
            }
        }
    }
}
