package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.RecordReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pages of listings by name. */
final class PageTable {
    private final Journal journal;

    PageTable(Journal journal) {
        this.journal = journal;
    }

    Optional<byte[]> find(Digest name) throws StoreException {
        return journal.get(Column.PAGE, name.bytes());
    }

    void put(Digest name, byte[] page) throws StoreException {
        if (find(name).isEmpty()) {
            journal.put(Column.PAGE, name.bytes(), page);
            journal.ease();
        }
    }

    /** Drops the pages that none of these listings has. */
    void sweep(Collection<PageRoot> listings) throws StoreException {
        Set<Digest> reached = reach(listings);
        List<byte[]> unreached = new ArrayList<>();
        try (Store.Rows rows = journal.rows(Column.PAGE, new byte[0])) {
            while (rows.next()) {
                byte[] key = rows.key();
                if (!reached.contains(Digest.of(key, 0))) {
                    unreached.add(key);
                }
            }
        }
        // All at once, so that no page is there without those beneath it.
        unreached.forEach(key -> journal.delete(Column.PAGE, key));
    }

    private Set<Digest> reach(Collection<PageRoot> listings) throws StoreException {
        Set<Digest> reached = new HashSet<>();
        Deque<Page> ahead = new ArrayDeque<>();
        for (PageRoot listing : listings) {
            ahead.push(new Page(listing.name(), listing.level()));
        }
        while (!ahead.isEmpty()) {
            Page page = ahead.pop();
            if (!reached.add(page.name()) || page.level() == 0) {
                continue;
            }
            Optional<byte[]> bytes = find(page.name());
            if (bytes.isPresent()) {
                for (Digest child : children(bytes.get())) {
                    ahead.push(new Page(child, page.level() - 1));
                }
            }
        }
        return reached;
    }

    /** The names in a parent page of a listing; see the bytes of a page in formats.md. */
    private static List<Digest> children(byte[] page) throws StoreException {
        List<Digest> names = new ArrayList<>();
        RecordReader in = RowBytes.reader(page);
        try {
            while (!in.atEnd()) {
                in.varint(); // shared with the path before
                in.varint(); // length of the directory
                in.skip(in.length(Integer.MAX_VALUE, "path"));
                names.add(in.digest());
                in.varint(); // entries
                in.varint(); // bytes
            }
            return names;
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    /** A page to be looked into. */
    private record Page(Digest name, int level) {}
}
