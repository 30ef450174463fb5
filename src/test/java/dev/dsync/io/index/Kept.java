package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An index store on the disk of this machine. */
final class Kept implements AutoCloseable {
    static final byte[] ROOT = "/srv/data".getBytes(StandardCharsets.US_ASCII);
    static final long INODE = 77;

    private @Nullable StateDirectory state;
    private @Nullable IndexStore store;
    private Digest boot = Facts.BOOT;
    private long inode = INODE;

    Kept open(Path directory) throws IOException {
        byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
        state = StateDirectory.open(FileSystem.ofThisMachine(), path, new Random(3));
        store =
                new IndexStore(
                        state, new Random(directory.hashCode() ^ System.identityHashCode(this)));
        return this;
    }

    Kept boot(Digest id) {
        boot = id;
        return this;
    }

    Kept inode(long number) {
        inode = number;
        return this;
    }

    OpenedIndex index() {
        IndexStore opened = store;
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened.open(ROOT, inode, boot);
    }

    @Override
    public void close() throws IOException {
        IndexStore opened = store;
        StateDirectory directory = state;
        if (opened != null && directory != null) {
            opened.close();
            directory.close();
        }
        store = null;
        state = null;
    }
}
