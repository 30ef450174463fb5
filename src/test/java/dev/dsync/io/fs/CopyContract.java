package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Timestamp;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every file does that is built of another one's bytes. */
interface CopyContract {
    int KIB = 1 << 10;
    int MIB = 1 << 20;

    Directory top();

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private WritableFile create(String name, byte[] content) throws IOException {
        WritableFile file = top().createFile(name(name));
        file.write(0, content, 0, content.length);
        return file;
    }

    /** A file of this content, opened as one is that must not be changed. */
    private ReadableFile source(byte[] content) throws IOException {
        create("source", content).close();
        return top().openFile(name("source"));
    }

    private static byte[] content(ReadableFile file) throws IOException {
        byte[] bytes = new byte[(int) file.stat().size()];
        assertEquals(bytes.length, file.read(0, bytes, 0, bytes.length));
        return bytes;
    }

    /** What a range copied over these bytes makes of them. */
    private static byte[] patched(byte[] old, int at, byte[] source, int from, int length) {
        byte[] bytes = Arrays.copyOf(old, Math.max(old.length, at + length));
        System.arraycopy(source, from, bytes, at, length);
        return bytes;
    }

    @Test
    default void copyFrom_anyRange_isThereAndNothingElseIsChanged() throws IOException {
        byte[] bytes = noise(400_001);
        int[][] ranges = {
            {0, 0, 400_001}, {0, 5, 300_000}, {7, 0, 300_000}, {4096, 8192, 65_536},
            {4099, 8191, 131_073}, {10, 400_000, 1}, {99_999, 0, 2}, {100_000, 4096, 10_000},
            {250_000, 12_288, 7}
        };
        try (ReadableFile source = source(bytes)) {
            for (int[] range : ranges) {
                byte[] old = noise(100_000);
                try (WritableFile file = create("f", old)) {
                    file.copyFrom(range[0], source, range[1], range[2]);
                    assertArrayEquals(
                            patched(old, range[0], bytes, range[1], range[2]),
                            content(file),
                            Arrays.toString(range));
                }
                top().unlink(name("f"));
            }
            assertArrayEquals(bytes, content(source));
        }
    }

    @Test
    default void copyFrom_fileOfAnotherDirectory_copies() throws IOException {
        byte[] bytes = noise(70_000);
        top().makeDirectory(name("d"), 0755);
        try (Directory d = top().openDirectory(name("d"));
                ReadableFile source = source(bytes);
                WritableFile file = d.createFile(name("f"))) {
            top().unlink(name("source"));
            file.copyFrom(0, source, 0, 70_000);
            assertArrayEquals(bytes, content(file));
        }
    }

    @Test
    default void copyFrom_itself_copiesIfRangesAreApart() throws IOException {
        byte[] bytes = noise(20_000);
        try (WritableFile file = create("f", bytes);
                ReadableFile again = top().openFile(name("f"))) {
            file.copyFrom(10_000, again, 0, 10_000);
            file.copyFrom(30_000, file, 5, 10);
            assertThrows(
                    IllegalArgumentException.class, () -> file.copyFrom(9_999, again, 0, 10_000));
            assertThrows(
                    IllegalArgumentException.class, () -> file.copyFrom(0, file, 9_999, 10_000));
            assertThrows(IllegalArgumentException.class, () -> file.copyFrom(3, file, 3, 1));
            byte[] expected = patched(bytes, 10_000, bytes, 0, 10_000);
            assertArrayEquals(patched(expected, 30_000, expected, 5, 10), content(file));
        }
    }

    @Test
    default void copyFrom_manySparseRanges_isAsInAnArray() throws IOException {
        for (int seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[300 * KIB];
            byte[] expected = new byte[200 * KIB];
            try (WritableFile source = top().createFile(name("source"));
                    WritableFile file = top().createFile(name("f"))) {
                source.truncate(bytes.length);
                file.truncate(expected.length);
                for (int piece = 0; piece < 6; piece++) {
                    byte[] written = noise(1 + random.nextInt(30_000));
                    int at = random.nextInt(bytes.length - written.length);
                    source.write(at, written, 0, written.length);
                    System.arraycopy(written, 0, bytes, at, written.length);
                }
                for (int copy = 0; copy < 20; copy++) {
                    int unit = random.nextBoolean() ? 4096 : 1;
                    int length = random.nextInt(150 * KIB) / unit * unit;
                    int from = random.nextInt(bytes.length - length) / unit * unit;
                    int at = random.nextInt(expected.length) / unit * unit;
                    file.copyFrom(at, source, from, length);
                    expected = length == 0 ? expected : patched(expected, at, bytes, from, length);
                    assertArrayEquals(expected, content(file), "seed " + seed + " copy " + copy);
                }
            }
            top().unlink(name("source"));
            top().unlink(name("f"));
        }
    }

    @Test
    default void copyFrom_holes_stayHoles() throws IOException {
        byte[] data = noise(MIB);
        try (WritableFile source = top().createFile(name("source"));
                WritableFile file = top().createFile(name("f"))) {
            source.write(4 * MIB, data, 0, MIB);
            source.truncate(16 * MIB);
            file.copyFrom(0, source, MIB, 14 * MIB);
            assertEquals(14 * MIB, file.stat().size());
            assertTrue(file.stat().allocated() < 4 * MIB, "allocated " + file.stat().allocated());
            assertEquals(3 * MIB, file.nextData(0));
            assertEquals(4 * MIB, file.nextHole(3 * MIB));
            assertEquals(-1, file.nextData(4 * MIB));
            byte[] expected = new byte[14 * MIB];
            System.arraycopy(data, 0, expected, 3 * MIB, MIB);
            assertArrayEquals(expected, content(file));
            file.copyFrom(20 * MIB, source, 8 * MIB, 3);
            assertEquals(20 * MIB + 3, file.stat().size());
            assertTrue(file.stat().allocated() < 4 * MIB, "allocated " + file.stat().allocated());
        }
    }

    @Test
    default void copyFrom_holeOverData_isZeros() throws IOException {
        byte[] bytes = noise(300_000);
        try (WritableFile source = top().createFile(name("source"));
                WritableFile file = create("f", bytes)) {
            source.truncate(MIB);
            file.copyFrom(5_001, source, 3, 200_000);
            assertArrayEquals(patched(bytes, 5_001, new byte[200_000], 0, 200_000), content(file));
            file.copyFrom(299_999, source, 0, 2);
            assertEquals(300_001, file.stat().size());
            assertEquals(0, content(file)[299_999]);
        }
    }

    @Test
    @Timeout(60)
    default void copyFrom_holeOf8GiB_takesNoSpace() throws IOException {
        long size = 8L << 30;
        try (WritableFile source = top().createFile(name("source"));
                WritableFile file = top().createFile(name("f"))) {
            source.write(size, new byte[] {1, 2}, 0, 2);
            file.copyFrom(3, source, 1, size + 1);
            assertEquals(size + 4, file.stat().size());
            assertTrue(file.stat().allocated() < MIB, "allocated " + file.stat().allocated());
            byte[] read = new byte[4];
            assertEquals(3, file.read(size + 1, read, 0, 4));
            assertArrayEquals(new byte[] {0, 1, 2, 0}, read);
        }
    }

    @Test
    default void copyFrom_beyondTheEndOfTheSource_fails() throws IOException {
        try (ReadableFile source = source(noise(10_000));
                WritableFile file = top().createFile(name("f"))) {
            for (long[] range :
                    new long[][] {{0, 10_001}, {9_999, 2}, {10_000, 1}, {1L << 40, 5}}) {
                EOFException e =
                        assertThrows(
                                EOFException.class,
                                () -> file.copyFrom(0, source, range[0], range[1]));
                assertEquals("the file copied from ends at 10000", e.getMessage());
            }
            assertThrows(EOFException.class, () -> file.copyFrom(0, source, 1, Long.MAX_VALUE));
            assertEquals(0, file.stat().size());
            file.copyFrom(0, source, 9_999, 1);
            assertEquals(1, file.stat().size());
        }
    }

    @Test
    default void copyFrom_noBytes_changesNothing() throws IOException {
        try (ReadableFile source = source(noise(10));
                WritableFile file = top().createFile(name("f"))) {
            file.copyFrom(5_000, source, 0, 0);
            file.copyFrom(0, source, 10, 0);
            file.copyFrom(0, source, 11, 0);
            file.copyFrom(0, file, 0, 0);
            assertEquals(0, file.stat().size());
        }
    }

    @Test
    default void copyFrom_negativeOrClosed_isABug() throws IOException {
        WritableFile file = top().createFile(name("f"));
        ReadableFile source = source(noise(10));
        assertThrows(IllegalArgumentException.class, () -> file.copyFrom(-1, source, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> file.copyFrom(0, source, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> file.copyFrom(0, source, 0, -1));
        source.close();
        assertThrows(IllegalStateException.class, () -> file.copyFrom(0, source, 0, 1));
        assertThrows(IllegalStateException.class, () -> file.cloneFrom(source));
        file.close();
        assertThrows(IllegalStateException.class, () -> file.copyFrom(0, source, 0, 1));
        assertThrows(IllegalStateException.class, () -> file.cloneFrom(source));
    }

    @Test
    default void copyFrom_changesTheStampOfTheWrittenFileOnly() throws IOException {
        try (WritableFile source = create("source", noise(10));
                WritableFile file = top().createFile(name("f"))) {
            source.setModified(new Timestamp(1, 0));
            file.setModified(new Timestamp(1, 0));
            Stamp before = source.stat().stamp();
            file.copyFrom(0, source, 0, 10);
            assertEquals(before, source.stat().stamp());
            assertTrue(file.stat().modified().seconds() > 1);
        }
    }

    @Test
    default void cloneFrom_trueOrFalse_isAllOrNothing() throws IOException {
        byte[] bytes = noise(100_001);
        int[] lengths = {0, 5, 100_001, 150_000};
        try (ReadableFile source = source(bytes)) {
            for (int length : lengths) {
                byte[] old = noise(length);
                try (WritableFile file = create("f", old)) {
                    boolean cloned = file.cloneFrom(source);
                    assertArrayEquals(cloned ? bytes : old, content(file), "over " + length);
                    file.truncate(0);
                    file.copyFrom(0, source, 0, 100_001);
                    file.write(3, new byte[] {1, 2, 3}, 0, 3);
                    assertArrayEquals(bytes, content(source));
                }
                top().unlink(name("f"));
            }
        }
    }

    @Test
    default void cloneFrom_aClone_isApartFromItsSource() throws IOException {
        try (WritableFile source = create("source", noise(8192));
                WritableFile file = top().createFile(name("f"))) {
            if (!file.cloneFrom(source)) {
                file.copyFrom(0, source, 0, 8192);
            }
            file.write(0, new byte[] {7}, 0, 1);
            source.write(1, new byte[] {8}, 0, 1);
            byte[] bytes = noise(8192);
            assertArrayEquals(patched(bytes, 1, new byte[] {8}, 0, 1), content(source));
            assertArrayEquals(patched(bytes, 0, new byte[] {7}, 0, 1), content(file));
        }
    }

    @Test
    default void cloneFrom_itself_isRefused() throws IOException {
        try (WritableFile file = create("f", noise(5_000))) {
            assertFalse(file.cloneFrom(file));
            assertArrayEquals(noise(5_000), content(file));
        }
    }
}
