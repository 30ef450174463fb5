package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The records of manifests in segments, and where chunks stand in them.
 *
 * <p>A segment's value is the offset of its first byte in the file, then records.
 */
final class ManifestTable {
    /** Records of a segment. */
    static final int SEGMENT = 256;

    private static final int SEGMENT_BYTES = 4;

    /** Bytes of a chunk's name that a key holds. */
    private static final int PREFIX_BYTES = 16;

    private final Journal journal;
    private final Set<Long> unfinished = new HashSet<>();
    private long nextId;

    /** Of those before, segments may be missing unless they are finished. */
    private long trustedFrom;

    ManifestTable(Journal journal) throws StoreException {
        this.journal = journal;
        nextId =
                1
                        + Math.max(
                                lastId(journal.lastKey(Column.FILE)),
                                lastId(journal.lastKey(Column.MANIFEST)));
    }

    private static long lastId(Optional<byte[]> key) {
        return key.map(k -> RowBytes.fixed(k, 0, FileRow.ID_BYTES)).orElse(0L);
    }

    /** A manifest to be written; it holds back the sweep until it is finished. */
    long begin() {
        long id = nextId++;
        unfinished.add(id);
        return id;
    }

    /** Some of what was to be written is lost. */
    void distrust() {
        trustedFrom = nextId;
    }

    /** Whether all of a manifest was written that was to be. */
    boolean isTrusted(long id) {
        return id >= trustedFrom;
    }

    /** Whether somebody is writing it. */
    boolean isUnfinished(long id) {
        return unfinished.contains(id);
    }

    void finish(long id) {
        unfinished.remove(id);
    }

    private static byte[] segmentKey(long id, long segment) {
        return new RowBytes().fixed(id, FileRow.ID_BYTES).fixed(segment, SEGMENT_BYTES).take();
    }

    private static byte[] placeKey(Digest chunk, long id) {
        return new RowBytes()
                .fixed(chunk.a(), Long.BYTES)
                .fixed(chunk.b(), Long.BYTES)
                .fixed(id, FileRow.ID_BYTES)
                .take();
    }

    /**
     * Writes a segment, and the places of its chunks.
     *
     * @param known how many of its first records were written before
     */
    void put(long id, long segment, long offset, List<IndexedChunk> records, int known) {
        RowBytes value = new RowBytes().number(offset);
        for (int i = 0; i < records.size(); i++) {
            IndexedChunk record = records.get(i);
            value.digest(record.name())
                    .fixed(record.fastHigh(), Long.BYTES)
                    .fixed(record.fastLow(), Long.BYTES)
                    .number(record.length())
                    .number(record.repeats());
            if (i >= known) {
                journal.put(
                        Column.CHUNK,
                        placeKey(record.name(), id),
                        new RowBytes().number(segment * SEGMENT + i).take());
            }
        }
        journal.put(Column.MANIFEST, segmentKey(id, segment), value.take());
    }

    /** A segment as it was written. */
    private Optional<Segment> find(long id, long segment) throws StoreException {
        Optional<byte[]> value = journal.get(Column.MANIFEST, segmentKey(id, segment));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        RecordReader in = RowBytes.reader(value.get());
        try {
            long offset = in.varint(Long.MAX_VALUE, "offset");
            List<IndexedChunk> records = new ArrayList<>();
            while (!in.atEnd()) {
                Digest name = in.digest();
                long high = RowBytes.fixed(in, Long.BYTES);
                long low = RowBytes.fixed(in, Long.BYTES);
                int length = (int) in.varint(Integer.MAX_VALUE, "length");
                long repeats = Math.max(1, in.varint(Long.MAX_VALUE, "repeats"));
                records.add(new IndexedChunk(name, length, repeats, high, low));
            }
            return Optional.of(new Segment(offset, records));
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    List<IndexedChunk> records(long id, long from, int max) throws StoreException {
        List<IndexedChunk> records = new ArrayList<>();
        long segment = from / SEGMENT;
        int skip = (int) (from % SEGMENT);
        while (records.size() < max) {
            Optional<Segment> found = find(id, segment++);
            if (found.isEmpty()) {
                break;
            }
            List<IndexedChunk> all = found.get().records();
            int end = Math.min(all.size(), skip + max - records.size());
            if (skip < end) {
                records.addAll(all.subList(skip, end));
            }
            skip = 0;
        }
        return records;
    }

    /** Drops a manifest with the places of its chunks. */
    void delete(long id) throws StoreException {
        for (long segment = 0; ; segment++) {
            Optional<Segment> found = find(id, segment);
            if (found.isEmpty()) {
                return;
            }
            for (IndexedChunk record : found.get().records()) {
                journal.delete(Column.CHUNK, placeKey(record.name(), id));
            }
            journal.delete(Column.MANIFEST, segmentKey(id, segment));
            if (segment > 0) {
                // The last segments go last, and a sweep finds them by their id.
                journal.ease();
            }
        }
    }

    List<ChunkPlace> places(Digest chunk, int max) throws StoreException {
        List<ChunkPlace> places = new ArrayList<>();
        byte[] from = placeKey(chunk, 0);
        try (Store.Rows rows = journal.rows(Column.CHUNK, from)) {
            while (places.size() < max && rows.next()) {
                byte[] key = rows.key();
                if (!Arrays.equals(key, 0, PREFIX_BYTES, from, 0, PREFIX_BYTES)) {
                    break;
                }
                long id = RowBytes.fixed(key, PREFIX_BYTES, FileRow.ID_BYTES);
                place(chunk, id, ordinal(rows.value())).ifPresent(places::add);
            }
        }
        return places;
    }

    private static long ordinal(byte[] value) throws StoreException {
        try {
            return RowBytes.reader(value).varint(Long.MAX_VALUE, "ordinal");
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    private Optional<ChunkPlace> place(Digest chunk, long id, long ordinal) throws StoreException {
        Optional<byte[]> path = journal.get(Column.FILE, FileRow.idKey(id));
        Optional<Segment> segment = find(id, ordinal / SEGMENT);
        int at = (int) (ordinal % SEGMENT);
        if (path.isEmpty() || segment.isEmpty() || at >= segment.get().records().size()) {
            return Optional.empty();
        }
        List<IndexedChunk> records = segment.get().records();
        IndexedChunk record = records.get(at);
        if (!record.name().equals(chunk)) {
            return Optional.empty();
        }
        long offset = segment.get().offset();
        for (IndexedChunk before : records.subList(0, at)) {
            offset += before.bytes();
        }
        return Optional.of(
                new ChunkPlace(FileRow.path(path.get()), ordinal, offset, record.length()));
    }

    /**
     * Drops manifests no file has, and files whose entry has another.
     *
     * @param staged manifests of files that are being built
     */
    void sweep(Set<Long> staged) throws StoreException {
        try (Store.Rows rows = journal.rows(Column.FILE, new byte[0])) {
            while (rows.next()) {
                Optional<byte[]> entry = journal.get(Column.ENTRY, rows.value());
                long id = RowBytes.fixed(rows.key(), 0, FileRow.ID_BYTES);
                if (entry.isEmpty() || FileRow.decode(entry.get()).id() != id) {
                    journal.delete(Column.FILE, rows.key());
                }
            }
        }
        long last = 0;
        try (Store.Rows rows = journal.rows(Column.MANIFEST, new byte[0])) {
            while (rows.next()) {
                long id = RowBytes.fixed(rows.key(), 0, FileRow.ID_BYTES);
                if (id == last) {
                    continue;
                }
                last = id;
                if (!unfinished.contains(id)
                        && !staged.contains(id)
                        && !journal.contains(Column.FILE, FileRow.idKey(id))) {
                    deleteAll(id);
                }
            }
        }
    }

    /** Drops a manifest of which segments may be missing. */
    void deleteAll(long id) throws StoreException {
        List<Long> segments = new ArrayList<>();
        try (Store.Rows rows = journal.rows(Column.MANIFEST, segmentKey(id, 0))) {
            while (rows.next() && RowBytes.fixed(rows.key(), 0, FileRow.ID_BYTES) == id) {
                segments.add(RowBytes.fixed(rows.key(), FileRow.ID_BYTES, SEGMENT_BYTES));
            }
        }
        for (long segment : segments) {
            for (IndexedChunk record : find(id, segment).orElse(Segment.NONE).records()) {
                journal.delete(Column.CHUNK, placeKey(record.name(), id));
            }
            journal.delete(Column.MANIFEST, segmentKey(id, segment));
            journal.ease();
        }
    }

    /**
     * Some records of a manifest.
     *
     * @param offset of the first one's first byte in the file
     */
    private record Segment(long offset, List<IndexedChunk> records) {
        static final Segment NONE = new Segment(0, List.of());
    }
}
