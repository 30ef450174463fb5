package dev.dsync.io.index;

import java.util.NoSuchElementException;
import java.util.Optional;

/** Files of a stored index, at or below a path. */
final class StoredFiles implements FileCursor {
    private final StoredIndex index;
    private final byte[] directory;
    private Optional<Store.Rows> rows;
    private Optional<IndexedFile> file = Optional.empty();

    StoredFiles(StoredIndex index, byte[] directory, Optional<Store.Rows> rows) {
        this.index = index;
        this.directory = directory;
        this.rows = rows;
    }

    @Override
    public boolean next() {
        synchronized (index) {
            file = rows.flatMap(r -> index.read(Optional.empty(), () -> step(r)));
            if (file.isEmpty()) {
                close();
            }
            return file.isPresent();
        }
    }

    private Optional<IndexedFile> step(Store.Rows rows) throws StoreException {
        Optional<IndexedFile> next = Optional.empty();
        while (next.isEmpty() && rows.next() && FileRow.isWithin(rows.key(), directory)) {
            FileRow row = FileRow.decode(rows.value());
            next = index.believed(FileRow.path(rows.key()), row);
        }
        return next;
    }

    @Override
    public IndexedFile file() {
        return file.orElseThrow(NoSuchElementException::new);
    }

    @Override
    public void close() {
        index.close(this);
    }

    /** Lets go of the table; the index calls this before it closes. */
    void release() {
        rows.ifPresent(Store.Rows::close);
        rows = Optional.empty();
    }
}
