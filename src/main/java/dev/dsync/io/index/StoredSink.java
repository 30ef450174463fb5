package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers records of a manifest to segments. */
final class StoredSink implements ManifestSink {
    private static final Digest NAMELESS = new Digest(0, 0, 0, 0);

    private final StoredIndex index;
    private final RelPath path;
    private final long id;
    private final List<IndexedChunk> records = new ArrayList<>();
    private @Nullable RelPath stage;
    private long segment;
    private long segmentOffset;
    private long offset;

    /** How many of the records at hand are written. */
    private int written;

    StoredSink(StoredIndex index, RelPath path, long id) {
        this.index = index;
        this.path = path;
        this.id = id;
    }

    @Override
    public void add(IndexedChunk chunk) {
        if (records.size() == ManifestTable.SEGMENT) {
            put();
            segment++;
            segmentOffset = offset;
            records.clear();
            written = 0;
        }
        records.add(chunk);
        offset += chunk.bytes();
    }

    private void put() {
        if (written < records.size()) {
            index.putSegment(id, segment, segmentOffset, records, written);
            written = records.size();
        }
    }

    @Override
    public void finish(Stamp stamp, Timestamp observed, PageRoot root) {
        put();
        index.finish(path, stage, id, stamp, observed, root);
        index.leave(id);
    }

    @Override
    public void reach(RelPath where, Stamp stamp) {
        stage = where;
        put();
        long entries = segment * ManifestTable.SEGMENT + records.size();
        index.reach(where, id, stamp, new PageRoot(NAMELESS, 0, entries, offset));
    }

    @Override
    public void leave() {
        index.leave(id);
    }

    @Override
    public void drop() {
        index.drop(stage, id);
        index.leave(id);
    }
}
