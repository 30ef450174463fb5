package dev.dsync.engine.apply;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What stood in a tree at some time, but for its root and for stages: enough to tell what is
 * another since. Change times do not count, since second names of files change them.
 */
final class TreeRecord {
    private static final int NUMBERS_BYTES = 4 * Integer.BYTES + 3 * Long.BYTES;

    private final FastHash hash = FastHash.seeded(0);
    private final Longs entries = new Longs();

    /** What stands in a tree now. */
    static TreeRecord of(Root root) throws IOException {
        TreeRecord record = new TreeRecord();
        TreeWalk.walk(root, (_, path, stat) -> record.add(path, stat));
        return record;
    }

    void add(RelPath path, Stat stat) {
        if (!TreeWalk.isLitter(path)) {
            entries.add(hash(path, stat));
        }
    }

    /** Whether this stood there, just so. */
    boolean has(RelPath path, Stat stat) {
        return entries.has(hash(path, stat));
    }

    int count() {
        return entries.count();
    }

    /** The same for trees that are the same. */
    long hash() {
        return entries.hash();
    }

    private long hash(RelPath path, Stat stat) {
        byte[] bytes = path.bytes();
        byte[] kind = stat.kind().name().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer key = ByteBuffer.allocate(NUMBERS_BYTES + kind.length + bytes.length);
        key.put(kind).putInt(stat.mode());
        key.putInt(stat.uid()).putInt(stat.gid()).putLong(stat.inode());
        if (stat.kind() != Kind.DIRECTORY) { // whose names are entries themselves
            key.putLong(stat.size()).putLong(stat.modified().seconds());
            key.putInt(stat.modified().nanos());
        }
        key.put(bytes);
        return hash.hash(key.array(), 0, key.position());
    }
}
