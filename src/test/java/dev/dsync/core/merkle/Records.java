package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;

/**
 * Trees of records for tests; a path is kept with NUL for its slashes, so that strings sort as
 * paths do.
 */
final class Records {
    final TreeMap<String, String> byPath = new TreeMap<>();

    Records() {
        byPath.put("", "root");
    }

    Records(Records other) {
        byPath.putAll(other.byPath);
    }

    void put(String path, String payload) {
        byPath.put(path.replace('/', '\0'), payload);
    }

    /** About so many records in a tree of random shape. */
    static Records random(Random random, int count) {
        Records records = new Records();
        List<String> directories = new ArrayList<>(List.of(""));
        while (records.byPath.size() < count) {
            String parent =
                    directories.get(Math.max(0, directories.size() - 1 - random.nextInt(4)));
            String name =
                    Integer.toString(random.nextInt(1 << 20), 36) + "x".repeat(random.nextInt(8));
            String path = parent.isEmpty() ? name : parent + '\0' + name;
            if (random.nextInt(12) == 0
                    && path.length() < 300
                    && !records.byPath.containsKey(path)) {
                directories.add(path);
                records.byPath.put(path, "d");
            } else if (!records.byPath.containsKey(path)) {
                records.byPath.put(path, "f" + random.nextInt(1000));
            }
        }
        return records;
    }

    /** Changes, adds, removes and moves a few. */
    Records edited(Random random, int edits) {
        Records edited = new Records(this);
        for (int i = 0; i < edits; i++) {
            List<String> paths = new ArrayList<>(edited.byPath.keySet());
            String path = paths.get(random.nextInt(paths.size()));
            switch (random.nextInt(4)) {
                case 0 -> edited.byPath.put(path, "e" + random.nextInt(1000));
                case 1 -> edited.byPath.put(path.isEmpty() ? "new" : path + "-" + i, "new");
                case 2 ->
                        edited.byPath
                                .keySet()
                                .removeIf(other -> !other.isEmpty() && isWithin(other, path));
                case 3 -> edited.move(path, "moved" + i);
                default -> throw new AssertionError();
            }
        }
        return edited;
    }

    private static boolean isWithin(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory + '\0');
    }

    void move(String from, String to) {
        TreeMap<String, String> moved = new TreeMap<>();
        for (Map.Entry<String, String> record : Map.copyOf(byPath).entrySet()) {
            String path = record.getKey();
            if (!from.isEmpty() && isWithin(path, from)) {
                byPath.remove(path);
                moved.put(to + path.substring(from.length()), record.getValue());
            }
        }
        byPath.putAll(moved);
    }

    PageRoot write(PageStore store) throws IOException {
        PageWriter writer = new PageWriter(PageKind.LISTING, store);
        for (Map.Entry<String, String> record : byPath.entrySet()) {
            add(writer, record.getKey(), record.getValue());
        }
        return writer.finish();
    }

    static void add(PageWriter writer, String path, String payload) throws IOException {
        byte[] pathBytes = path.replace('\0', '/').getBytes(StandardCharsets.ISO_8859_1);
        byte[] payloadBytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        writer.add(
                pathBytes, pathBytes.length, payload.length(), payloadBytes, payloadBytes.length);
    }

    static Records read(PageStore store, PageRoot root) throws IOException {
        Records records = new Records();
        records.byPath.clear();
        PageCursor cursor = new PageCursor(PageKind.LISTING, store, root);
        long entries = 0;
        while (cursor.next()) {
            Assertions.assertEquals(entries++, cursor.entriesBefore());
            String payload = text(cursor.payload());
            Assertions.assertEquals(payload.length(), cursor.bytes());
            String path = text(cursor.path()).replace('/', '\0');
            Assertions.assertTrue(
                    records.byPath.isEmpty() || records.byPath.lastKey().compareTo(path) < 0);
            records.byPath.put(path, payload);
        }
        Assertions.assertEquals(root.entries(), entries);
        return records;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A store that counts what is read and written. */
    static final class Counting implements PageStore {
        final MemoryPageStore pages = new MemoryPageStore();
        final List<Digest> found = new ArrayList<>();

        @Override
        public Optional<byte[]> find(Digest name) {
            found.add(name);
            return pages.find(name);
        }

        @Override
        public boolean contains(Digest name) {
            return pages.contains(name);
        }

        @Override
        public void put(Digest name, byte[] page) {
            pages.put(name, page);
        }
    }
}
