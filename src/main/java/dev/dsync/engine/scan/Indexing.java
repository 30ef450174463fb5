package dev.dsync.engine.scan;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexStore;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where what is learned of files is remembered, and who helps to learn it.
 *
 * @param indexes of this user's roots, opened when the first is needed; null to remember nothing
 * @param boot names this start of the machine
 * @param workers how many may read one file
 * @param helpers runs all workers but one
 */
public record Indexing(@Nullable Opening indexes, Digest boot, int workers, Executor helpers) {
    /** Opens the place of all indexes, or has it open already. */
    @FunctionalInterface
    public interface Opening {
        IndexStore open() throws IOException;
    }

    /** Remembers nothing, and reads by itself. */
    public static final Indexing NONE = new Indexing(null, new Digest(0, 0, 0, 0), 1, run -> {});

    /**
     * What the files of a root contain.
     *
     * @param system the root is in
     */
    public KnownContents contents(FileSystem system, Root root) {
        return new KnownContents(() -> open(root), system, workers, helpers);
    }

    private Index open(Root root) {
        if (indexes != null) {
            try {
                return indexes.open().open(root.location(), root.stat().inode(), boot).index();
            } catch (IOException e) {
                // What cannot be named is not remembered.
            }
        }
        return IndexStore.openMemory(boot, new SplittableRandom(boot.a()));
    }
}
