package dev.dsync.io.index;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.RecordReader;
import java.util.List;
import java.util.Optional;

/** The row that says what the folder is that a root is. */
final class FolderRow {
    private static final byte[] KEY = {'f', 'o', 'l', 'd', 'e', 'r'};

    private FolderRow() {}

    static Optional<Index.Folder> read(Journal journal) throws StoreException {
        Optional<byte[]> value = journal.get(Column.META, KEY);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        RecordReader in = RowBytes.reader(value.get());
        try {
            return Optional.of(
                    new Index.Folder(
                            RowBytes.root(in),
                            RowBytes.root(in),
                            RowBytes.fixed(in, Long.BYTES),
                            in.varint(),
                            in.atEnd() ? 0 : RowBytes.fixed(in, Long.BYTES),
                            in.atEnd() || in.octet() != 0));
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    /** The sequences whose pages have to stay. */
    static List<PageRoot> roots(Journal journal) throws StoreException {
        return read(journal)
                .map(folder -> List.of(folder.listing(), folder.tombstones()))
                .orElse(List.of());
    }

    static void write(Journal journal, Index.Folder folder) {
        byte[] value =
                new RowBytes()
                        .root(folder.listing())
                        .root(folder.tombstones())
                        .fixed(folder.replica(), Long.BYTES)
                        .number(folder.counted())
                        .fixed(folder.fileSystem(), Long.BYTES)
                        .octet(folder.isWatched() ? 1 : 0)
                        .take();
        journal.put(Column.META, KEY, value);
    }
}
