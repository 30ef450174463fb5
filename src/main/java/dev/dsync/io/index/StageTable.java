package dev.dsync.io.index;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What was built of files so far, by the paths of their stages. A row's manifest has no name: its
 * entries and bytes say how much of the records counts.
 */
final class StageTable {
    private final Journal journal;
    private final ManifestTable manifests;

    StageTable(Journal journal, ManifestTable manifests) {
        this.journal = journal;
        this.manifests = manifests;
    }

    Optional<FileRow> find(byte[] key) throws StoreException {
        Optional<byte[]> value = journal.get(Column.STAGE, key);
        return value.isEmpty() ? Optional.empty() : Optional.of(FileRow.decode(value.get()));
    }

    /** Puts a row, which a process that is killed from here on leaves behind. */
    void put(byte[] key, FileRow row) throws StoreException {
        Optional<FileRow> old = find(key);
        journal.put(Column.STAGE, key, row.encode());
        if (old.isPresent() && old.get().id() != row.id()) {
            manifests.delete(old.get().id());
        }
        journal.handOn();
    }

    /** Removes a row if it is of this manifest, which stays. */
    void remove(byte[] key, long id) throws StoreException {
        Optional<FileRow> row = find(key);
        if (row.isPresent() && row.get().id() == id) {
            journal.delete(Column.STAGE, key);
        }
    }

    /** Removes rows, and the manifests of those files that are not being built now. */
    void removeIf(Predicate<FileRow> condition) throws StoreException {
        try (Store.Rows rows = journal.rows(Column.STAGE, new byte[0])) {
            while (rows.next()) {
                FileRow row = FileRow.decode(rows.value());
                if (condition.test(row)) {
                    journal.delete(Column.STAGE, rows.key());
                    if (!manifests.isUnfinished(row.id())) {
                        manifests.delete(row.id());
                    }
                }
            }
        }
    }

    /** The manifests rows have. */
    Set<Long> ids() throws StoreException {
        Set<Long> ids = new HashSet<>();
        try (Store.Rows rows = journal.rows(Column.STAGE, new byte[0])) {
            while (rows.next()) {
                ids.add(FileRow.decode(rows.value()).id());
            }
        }
        return ids;
    }
}
