package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    @TempDir Path scratch;

    /** A folder with what archives find hard; names and contents of what is in it. */
    private Map<String, byte[]> fill(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("empty", new byte[0]);
        files.put("sub/ü 漢字", "text".getBytes(StandardCharsets.UTF_8));
        files.put("sub/deep/" + "long".repeat(50), new byte[] {1});
        for (int size : new int[] {65_534, 65_535, 65_536, 300_000}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            files.put("sub/" + size, bytes);
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.createDirectories(folder.resolve("hollow"));
        Files.createSymbolicLink(folder.resolve("sub/circle"), Path.of(".."));
        return files;
    }

    private Map<String, byte[]> unzip(Reply reply) throws IOException {
        Path file = Files.write(scratch.resolve("read.zip"), reply.body());
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        Map<String, byte[]> files = new TreeMap<>(actual);
        files.keySet().removeIf(name -> name.endsWith("/"));
        assertEquals(expected.keySet(), files.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, files.get(name), name));
    }

    @Test
    void zip_hasAllAndTheLengthItAnnounced() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("things"));
        Map<String, byte[]> files = fill(folder);
        try (OpenShare share = OpenShare.of(folder)) {
            Reply reply = share.get("?archive=zip");
            assertEquals("application/zip", reply.header("Content-Type"));
            assertTrue(reply.header("Content-Disposition").contains("filename=\"things.zip\""));
            assertEquals(reply.body().length, Integer.parseInt(reply.header("Content-Length")));
            Reply head = share.ask("HEAD", "?archive=zip", "");
            assertEquals(reply.header("Content-Length"), head.header("Content-Length"));
            Map<String, byte[]> unzipped = unzip(reply);
            assertSame(files, unzipped);
            assertTrue(unzipped.containsKey("hollow/"), unzipped.keySet().toString());
        }
    }

    @Test
    void tar_hasAll() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("things"));
        Map<String, byte[]> files = fill(folder);
        try (OpenShare share = OpenShare.of(folder)) {
            Reply reply = share.get("?archive=tar.zst");
            assertTrue(reply.header("Content-Disposition").contains("\"things.tar.zst\""));
            Map<String, byte[]> untarred = new TreeMap<>();
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(
                            new ZstdCompressorInputStream(new ByteArrayInputStream(reply.body())),
                            "UTF-8")) {
                for (TarArchiveEntry entry = tar.getNextEntry();
                        entry != null;
                        entry = tar.getNextEntry()) {
                    untarred.put(entry.getName(), tar.readAllBytes());
                }
            }
            assertSame(files, untarred);
            assertTrue(untarred.containsKey("hollow/"));
        }
    }

    @Test
    void selection_isAllThatIsInTheArchive() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("things"));
        fill(folder);
        try (OpenShare share = OpenShare.of(folder)) {
            String form =
                    "name=65534&name=%25C3%25BC%2520%25E6%25BC%25A2%25E5%25AD%2597&archive=zip";
            Reply reply = share.post("sub/", form, "");
            assertEquals(List.of("65534", "ü 漢字"), List.copyOf(unzip(reply).keySet()));
        }
    }

    @Test
    void zipBeyondFourGiB_isAsLongAsComputed() throws IOException {
        long large = (4L << 30) + 5;
        List<ZipStream.Entry> items = new ArrayList<>();
        items.add(new ZipStream.Entry("large", large, 0, 0644));
        items.add(new ZipStream.Entry("behind", 3, 0, 0644));
        items.add(new ZipStream.Entry("folder/", 0, 0, 0755));
        Counting out = new Counting();
        ZipStream zip = new ZipStream(out, sum(items));
        for (ZipStream.Entry entry : items) {
            zip.add(entry, to -> zeros(to, entry.size()));
        }
        zip.finish();
        assertEquals(sum(items).length(), out.count);
        // The end of central directory in its large form, and where to find it.
        String end = new String(out.tail.toByteArray(), StandardCharsets.ISO_8859_1);
        assertTrue(end.contains("PK\006\006") && end.contains("PK\006\007"));
    }

    @Test
    void zipOfManyNames_isAsLongAsComputed() throws IOException {
        List<ZipStream.Entry> items = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            items.add(new ZipStream.Entry(Integer.toString(i), 0, 0, 0644));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ZipStream zip = new ZipStream(out, sum(items));
        for (ZipStream.Entry entry : items) {
            zip.add(entry, to -> {});
        }
        zip.finish();
        assertEquals(sum(items).length(), out.size());
        Path file = Files.write(scratch.resolve("many.zip"), out.toByteArray());
        try (ZipFile read = new ZipFile(file.toFile())) {
            assertEquals(70_000, read.size());
        }
    }

    @Test
    void zipOfOtherThanWasAnnounced_fails() throws IOException {
        ZipStream.Entry entry = new ZipStream.Entry("a", 2, 0, 0644);
        ZipStream.Sum announced = sum(List.of(entry));
        ZipStream less = new ZipStream(new ByteArrayOutputStream(), announced);
        assertThrows(IOException.class, less::finish);
        ZipStream more = new ZipStream(new ByteArrayOutputStream(), announced);
        more.add(entry, to -> to.write(new byte[2]));
        assertThrows(IOException.class, () -> more.add(entry, to -> to.write(new byte[2])));
        ZipStream longer = new ZipStream(new ByteArrayOutputStream(), announced);
        longer.add(new ZipStream.Entry("a", 3, 0, 0644), to -> to.write(new byte[3]));
        assertThrows(IOException.class, longer::finish);
    }

    @Test
    void names_areAsTheyAreButForBackslashesInAZip() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("things"));
        Files.writeString(folder.resolve("..\\..\\evil.bat"), "x");
        try (OpenShare share = OpenShare.of(folder)) {
            assertEquals(Set.of(".._.._evil.bat"), unzip(share.get("?archive=zip")).keySet());
        }
    }

    private static ZipStream.Sum sum(List<ZipStream.Entry> entries) {
        ZipStream.Sum sum = new ZipStream.Sum();
        entries.forEach(sum::add);
        return sum;
    }

    private static void zeros(OutputStream to, long size) throws IOException {
        byte[] bytes = new byte[1 << 20];
        for (long left = size; left > 0; left -= bytes.length) {
            to.write(bytes, 0, (int) Math.min(left, bytes.length));
        }
    }

    /** Counts what is written, and keeps the end of it. */
    private static final class Counting extends OutputStream {
        private long count;
        private final ByteArrayOutputStream tail = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
            if (length < 1000) {
                tail.write(bytes, offset, length);
            }
        }
    }
}
