package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.index.OpenedIndex.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a user's roots, one for each, beneath the state directory. Opening one never
 * fails: whatever is wrong with it, there is one to work with.
 *
 * <p>An index is found by the canonical path of its root: device numbers change from start to
 * start, and a path is what its user knows it by. The root's inode stands in the checkpoint, so
 * that another directory at the same path begins anew.
 */
public final class IndexStore implements AutoCloseable {
    private static final String FOLDER = "index/";
    private static final String AGREED = "agreed/";
    private static final String CHECKPOINT = "/checkpoint";
    private static final String DATABASE = "/db";

    /** Hexadecimal digits of the name of an index. */
    private static final int NAME_DIGITS = 32;

    /** What an index in memory remembers at most, in bytes. */
    private static final long MEMORY_BYTES = 32L << 20;

    /** How often a reader tries again while a writer removes files under its hands. */
    private static final int READ_ATTEMPTS = 3;

    private final StateDirectory state;
    private final RandomGenerator random;
    private final Map<String, StoredIndex> open = new HashMap<>();
    private @Nullable RocksMemory memory;

    /**
     * @param random for what must not be guessed
     */
    public IndexStore(StateDirectory state, RandomGenerator random) {
        this.state = state;
        this.random = random;
    }

    /** An index that knows nothing and is not kept. */
    public static Index openMemory(Digest boot, RandomGenerator random) {
        try {
            return StoredIndex.open(
                    new MemoryStore(null, MEMORY_BYTES), new Opening(boot, random, index -> {}));
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens the index of a root; a root opened already is shared.
     *
     * @param path of the root, absolute and without links
     * @param inode of the root
     * @param boot what names this start of the machine
     */
    public synchronized OpenedIndex open(byte[] path, long inode, Digest boot) {
        String name = new Sha256().update(path, 0, path.length).finish().toString();
        var place = new Place(name.substring(0, NAME_DIGITS), new RootPath(path), inode, boot);
        StoredIndex shared = open.get(place.name());
        if (shared != null) {
            Optional<Index> again = shared.share();
            if (again.isPresent()) {
                return new OpenedIndex(again.get(), Finding.READY, "");
            }
        }
        try {
            return openPlace(place);
        } catch (IOException e) {
            return inMemory(place, Finding.UNUSABLE, e);
        }
    }

    /**
     * The marks of a root.
     *
     * @param path of the root, absolute and without links
     */
    public AgreedListings.Marks marks(byte[] path) {
        return new AgreedListings.Marks() {
            @Override
            public Optional<Digest> find(Digest key) throws IOException {
                return state.read(file(key), Digest.BYTES)
                        .filter(bytes -> bytes.length == Digest.BYTES)
                        .map(bytes -> Digest.of(bytes, 0));
            }

            @Override
            public void put(Digest key, Digest listing) throws IOException {
                state.replace(file(key), listing.bytes());
            }

            private RelPath file(Digest key) {
                Sha256 name = new Sha256().update(key.bytes(), 0, Digest.BYTES);
                String digits = name.update(path, 0, path.length).finish().toString();
                return RelPath.literal(AGREED + digits.substring(0, NAME_DIGITS));
            }
        };
    }

    private OpenedIndex inMemory(Place place, Finding finding, Exception e) {
        return new OpenedIndex(
                openMemory(place.boot(), random), finding, String.valueOf(e.getMessage()));
    }

    private OpenedIndex openPlace(Place place) throws IOException {
        RelPath checkpointFile = RelPath.literal(FOLDER + place.name() + CHECKPOINT);
        Optional<byte[]> bytes = state.read(checkpointFile, Checkpoint.BYTES_MAX);
        Optional<Checkpoint> checkpoint = bytes.flatMap(Checkpoint::decode);
        Finding finding = judge(bytes.isPresent(), checkpoint, place.inode());
        if (checkpoint.isEmpty() || finding != Finding.READY) {
            return create(place, finding, "");
        }
        try {
            return reopen(place, checkpoint.get());
        } catch (RocksStore.BusyException e) {
            return read(place);
        }
    }

    /** What the checkpoint says of the database before it is touched. */
    private static Finding judge(boolean isThere, Optional<Checkpoint> checkpoint, long inode) {
        if (checkpoint.isEmpty()) {
            return isThere ? Finding.DAMAGED : Finding.CREATED;
        }
        Checkpoint found = checkpoint.get();
        if (found.format() != IndexIdentity.FORMAT) {
            return Finding.OTHER_FORMAT;
        }
        if (found.isUnborn()) {
            return Finding.CREATED;
        }
        if (found.isDamaged()) {
            return Finding.DAMAGED;
        }
        return found.inode() == inode ? Finding.READY : Finding.ROOT_REPLACED;
    }

    private OpenedIndex reopen(Place place, Checkpoint checkpoint)
            throws IOException, RocksStore.BusyException {
        RocksStore store;
        try {
            store = RocksStore.openToWrite(database(place), memory());
        } catch (StoreException e) {
            if (e.health() == Index.Health.DAMAGED) {
                return create(place, Finding.DAMAGED, String.valueOf(e.getMessage()));
            }
            throw e;
        }
        StoredIndex index;
        try {
            index = StoredIndex.open(store, opening(place, true));
        } catch (StoreException e) {
            store.close();
            return create(place, Finding.DAMAGED, String.valueOf(e.getMessage()));
        }
        if (!checkpoint.isMetBy(index)) {
            store.close();
            return create(place, Finding.ROLLED_BACK, "");
        }
        return opened(place, index, Finding.READY, "");
    }

    /** Makes an index in the place of what is there, if nobody has that open. */
    private OpenedIndex create(Place place, Finding finding, String detail) throws IOException {
        String database = database(place);
        RelPath checkpointFile = RelPath.literal(FOLDER + place.name() + CHECKPOINT);
        RocksStore store;
        try {
            RocksMemory shared = memory();
            RocksStore.destroy(database);
            state.replace(checkpointFile, Checkpoint.unborn(place.inode()).encode(place.path()));
            store = RocksStore.openToWrite(database, shared);
        } catch (RocksStore.BusyException e) {
            return inMemory(place, Finding.BUSY, e);
        }
        StoredIndex index;
        try {
            index = StoredIndex.open(store, opening(place, true));
        } catch (StoreException e) {
            store.close();
            throw e;
        }
        writeCheckpoint(place, index);
        return opened(place, index, finding, detail);
    }

    /** Reads beside the one who writes, keeping in memory what is learned. */
    private OpenedIndex read(Place place) throws IOException {
        StoreException last = new StoreException(Index.Health.FAILED, "busy");
        for (int i = 0; i < READ_ATTEMPTS; i++) {
            try {
                RocksStore beneath = RocksStore.openToRead(database(place), memory());
                var store = new MemoryStore(beneath, MEMORY_BYTES);
                try {
                    StoredIndex index = StoredIndex.open(store, opening(place, false));
                    return opened(place, index, Finding.READ_ONLY, "");
                } catch (StoreException e) {
                    store.close();
                    throw e;
                }
            } catch (StoreException e) {
                last = e;
            }
        }
        return inMemory(place, Finding.BUSY, last);
    }

    private OpenedIndex opened(Place place, StoredIndex index, Finding finding, String detail) {
        open.put(place.name(), index);
        return new OpenedIndex(index, finding, detail);
    }

    private Opening opening(Place place, boolean isWriter) {
        return new Opening(
                place.boot(),
                random,
                index -> {
                    if (isWriter) {
                        writeCheckpoint(place, index);
                    }
                });
    }

    private void writeCheckpoint(Place place, StoredIndex index) {
        if (!Checkpoint.isDue(index)) {
            return;
        }
        RelPath file = RelPath.literal(FOLDER + place.name() + CHECKPOINT);
        byte[] content = Checkpoint.of(index, place.inode()).encode(place.path());
        try {
            Optional<byte[]> before = state.read(file, Checkpoint.BYTES_MAX);
            if (before.isEmpty() || !Arrays.equals(before.get(), content)) {
                state.replace(file, content);
            }
        } catch (IOException e) {
            // The one before stands, and says less, nothing wrong.
        }
    }

    /** Where RocksDB, which takes paths as modified UTF-8, finds the database. */
    private String database(Place place) throws StoreException {
        byte[] bytes = state.path();
        String path = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(path.getBytes(StandardCharsets.UTF_8), bytes)
                || path.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            throw new StoreException(
                    Index.Health.FAILED, "the path of the state directory is not plain UTF-8");
        }
        return path + "/" + FOLDER + place.name() + DATABASE;
    }

    /** The library is loaded here, so that who needs no index does not wait for it. */
    private RocksMemory memory() throws StoreException {
        RocksMemory known = memory;
        if (known == null) {
            known = RocksMemory.open();
            memory = known;
        }
        return known;
    }

    /** Closes all indexes, and lets go of what they share. */
    @Override
    public synchronized void close() {
        for (StoredIndex index : List.copyOf(open.values())) {
            index.closeForAll();
        }
        open.clear();
        RocksMemory known = memory;
        if (known != null) {
            known.close();
            memory = null;
        }
    }

    /** A root and where its index is. */
    private record Place(String name, RootPath root, long inode, Digest boot) {
        byte[] path() {
            return root.bytes;
        }
    }

    /** A path as the file system spells it. */
    private static final class RootPath {
        private final byte[] bytes;

        RootPath(byte[] bytes) {
            this.bytes = bytes.clone();
        }
    }
}
