package dev.dsync.app.batch;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.StateDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The locks of the jobs of one file, in directories of dsync's own. The system gives them back when
 * their holder ends, however it ends.
 */
public final class JobLocks implements Batch.Locks {
    private static final int DIGITS = 32;
    private static final int WORDS_MAX = 200;

    /** Who holds the lock, in words, for those who do not get it. */
    private static final RelPath HOLDER = RelPath.literal("holder");

    private final FileSystem system;
    private final String directory;
    private final RandomGenerator random;
    private final String self;

    /**
     * Those of a file.
     *
     * @param state where dsync keeps what it remembers
     * @param file its absolute path, without links
     * @param self what others are told who holds a lock
     */
    public JobLocks(
            FileSystem system, String state, byte[] file, RandomGenerator random, String self) {
        this.system = system;
        this.directory = state + "/batch/" + Sha256.of(file).toString().substring(0, DIGITS);
        this.random = random;
        this.self = self;
    }

    @Override
    public Closeable take(Job job) throws IOException {
        byte[] path = (directory + "/" + job.name()).getBytes(StandardCharsets.UTF_8);
        StateDirectory folder = StateDirectory.open(system, path, random);
        try {
            Root lock = system.openRoot(path);
            try {
                if (!lock.tryLock()) {
                    throw new Batch.BusyException(holder(folder));
                }
                folder.replace(HOLDER, self.getBytes(StandardCharsets.UTF_8));
                return () -> release(folder, lock);
            } catch (IOException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private static String holder(StateDirectory folder) throws IOException {
        Optional<byte[]> words = folder.read(HOLDER, WORDS_MAX);
        return words.map(text -> Escape.text(new String(text, StandardCharsets.UTF_8)))
                .orElse("another run");
    }

    private static void release(StateDirectory folder, Root lock) throws IOException {
        try (lock;
                folder) {
            folder.remove(HOLDER);
        }
    }
}
