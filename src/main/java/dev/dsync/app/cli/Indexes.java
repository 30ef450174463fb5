package dev.dsync.app.cli;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The indexes of this user's roots, beneath the state directory; opened when one is needed. */
final class Indexes implements AutoCloseable {
    /** Changes with every start of the machine. */
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final FileSystem system;
    private final String state;
    private final RandomGenerator random = new SecureRandom();
    private @Nullable StateDirectory folder;
    private @Nullable IndexStore store;

    Indexes(FileSystem system, Map<String, String> environment) {
        this.system = system;
        this.state = Home.of(environment).state();
    }

    /** What sessions remember things by. */
    Indexing indexing() {
        int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
        return new Indexing(
                new Opening(),
                boot(),
                workers,
                task -> Thread.ofPlatform().daemon().name("dsync-reader").start(task),
                null);
    }

    /** Finds indexes by the paths of their roots. */
    private final class Opening implements Indexing.Opening {
        @Override
        public Index open(Root root, Digest boot) throws IOException {
            return store().open(root.location(), root.stat().inode(), boot).index();
        }

        @Override
        public AgreedListings.Marks marks(Root root) throws IOException {
            return store().marks(root.location());
        }
    }

    /** Where that is not told, every start of dsync counts as one of the machine. */
    private Digest boot() {
        try {
            return Sha256.of(Files.readAllBytes(BOOT));
        } catch (IOException e) {
            byte[] bytes = new byte[Digest.BYTES];
            random.nextBytes(bytes);
            return Digest.of(bytes, 0);
        }
    }

    private synchronized IndexStore store() throws IOException {
        IndexStore known = store;
        if (known == null) {
            byte[] path = state.getBytes(StandardCharsets.UTF_8);
            StateDirectory opened = StateDirectory.open(system, path, random);
            folder = opened;
            known = new IndexStore(opened, random);
            store = known;
        }
        return known;
    }

    /** Closes the indexes that are open. */
    @Override
    public synchronized void close() throws IOException {
        if (store != null) {
            store.close();
            store = null;
        }
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }
}
