package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.assertFails;
import static dev.dsync.io.fs.RootContractTest.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every opened file does. */
interface FileContract {
    int MIB = 1 << 20;

    Directory top();

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    default void write_anyRange_isReadBack() throws IOException {
        byte[] written = noise(400_001);
        try (WritableFile file = top().createFile(name("f"))) {
            file.write(5, written, 1, 400_000);
            byte[] read = new byte[400_010];
            assertEquals(400_005, file.read(0, read, 2, 400_008));
            for (int i = 0; i < 5; i++) {
                assertEquals(0, read[2 + i]);
            }
            for (int i = 0; i < 400_000; i++) {
                assertEquals(written[1 + i], read[7 + i]);
            }
            assertEquals(400_005, file.stat().size());
            file.write(10, new byte[] {7}, 0, 1);
            file.write(10, new byte[0], 0, 0);
            assertEquals(400_005, file.stat().size());
        }
        try (ReadableFile file = top().openFile(name("f"))) {
            byte[] read = new byte[3];
            assertEquals(3, file.read(9, read, 0, 3));
            assertArrayEquals(new byte[] {written[5], 7, written[7]}, read);
            assertEquals(1, file.read(400_004, read, 0, 3));
            assertEquals(0, file.read(400_005, read, 0, 3));
            assertEquals(0, file.read(Long.MAX_VALUE / 2, read, 0, 3));
            assertEquals(0, file.read(0, read, 0, 0));
        }
    }

    @Test
    default void read_intoABuffer_fillsWhatThereIsRoomFor() throws IOException {
        byte[] written = noise(300_000);
        try (WritableFile file = top().createFile(name("f"))) {
            file.write(0, written, 0, written.length);
        }
        try (ReadableFile file = top().openFile(name("f"))) {
            for (ByteBuffer buffer :
                    List.of(ByteBuffer.allocate(200_010), ByteBuffer.allocateDirect(200_010))) {
                buffer.position(10);
                assertEquals(200_000, file.read(7, buffer));
                assertEquals(0, buffer.remaining());
                byte[] read = new byte[200_000];
                buffer.get(10, read);
                assertArrayEquals(Arrays.copyOfRange(written, 7, 200_007), read);
                buffer.clear();
                assertEquals(5, file.read(299_995, buffer));
                assertEquals(5, buffer.position());
                assertEquals(0, file.read(300_000, buffer));
                assertThrows(IllegalArgumentException.class, () -> file.read(-1, buffer));
            }
        }
    }

    @Test
    default void transfer_sendsTheBytes() throws IOException {
        byte[] written = noise(300_000);
        try (WritableFile file = top().createFile(name("f"))) {
            file.write(0, written, 0, written.length);
        }
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ReadableFile file = top().openFile(name("f"));
                WritableByteChannel channel = Channels.newChannel(sent)) {
            long position = 9;
            while (position < 250_000) {
                position += file.transferTo(position, 250_000 - position, channel);
            }
            assertEquals(0, file.transferTo(300_000, 5, channel));
        }
        assertArrayEquals(Arrays.copyOfRange(written, 9, 250_000), sent.toByteArray());
    }

    @Test
    default void range_outsideTheArrayOrNegative_isABug() throws IOException {
        try (WritableFile file = top().createFile(name("f"))) {
            byte[] bytes = new byte[4];
            assertThrows(IndexOutOfBoundsException.class, () -> file.read(0, bytes, 2, 3));
            assertThrows(IndexOutOfBoundsException.class, () -> file.write(0, bytes, -1, 2));
            assertThrows(IllegalArgumentException.class, () -> file.read(-1, bytes, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> file.write(-1, bytes, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> file.truncate(-1));
            assertEquals(0, file.stat().size());
        }
    }

    @Test
    default void openForWriting_keepsTheContent() throws IOException {
        try (WritableFile file = top().createFile(name("f"))) {
            file.write(0, new byte[] {1, 2, 3}, 0, 3);
        }
        try (WritableFile file = top().openForWriting(name("f"))) {
            file.write(1, new byte[] {9}, 0, 1);
            byte[] read = new byte[3];
            assertEquals(3, file.read(0, read, 0, 3));
            assertArrayEquals(new byte[] {1, 9, 3}, read);
        }
    }

    @Test
    default void openFile_seesWhatIsWrittenAndRemovedMeanwhile() throws IOException {
        try (WritableFile writer = top().createFile(name("f"));
                ReadableFile reader = top().openFile(name("f"))) {
            writer.write(0, new byte[] {1, 2}, 0, 2);
            top().unlink(name("f"));
            assertEquals(2, reader.read(0, new byte[5], 0, 5));
            assertEquals(0, reader.stat().links());
        }
    }

    @Test
    default void truncate_cutsAndGrowsByAHole() throws IOException {
        try (WritableFile file = top().createFile(name("f"))) {
            file.write(0, noise(10_000), 0, 10_000);
            file.truncate(5_000);
            assertEquals(5_000, file.stat().size());
            file.truncate(20_000);
            byte[] read = new byte[20_000];
            assertEquals(20_000, file.read(0, read, 0, 20_000));
            assertArrayEquals(Arrays.copyOf(noise(10_000), 5_000), Arrays.copyOf(read, 5_000));
            for (int i = 5_000; i < 20_000; i++) {
                assertEquals(0, read[i]);
            }
            file.truncate(0);
            assertEquals(0, file.stat().size());
        }
    }

    @Test
    default void holes_areFound() throws IOException {
        try (WritableFile file = top().createFile(name("f"))) {
            assertEquals(-1, file.nextData(0));
            assertEquals(0, file.nextHole(0));
            file.write(MIB, noise(MIB), 0, MIB);
            file.truncate(3 * MIB);
            assertEquals(0, file.nextHole(0));
            assertEquals(MIB, file.nextData(0));
            assertEquals(MIB + 5, file.nextData(MIB + 5));
            assertEquals(2 * MIB, file.nextHole(MIB));
            assertEquals(2 * MIB + 7, file.nextHole(2 * MIB + 7));
            assertEquals(-1, file.nextData(2 * MIB));
            assertEquals(3 * MIB, file.nextHole(3 * MIB));
            assertEquals(-1, file.nextData(3 * MIB));
            assertEquals(-1, file.nextData(4 * MIB));
            file.write(3 * MIB - 1, new byte[] {1}, 0, 1);
            assertEquals(3 * MIB, file.nextHole(3 * MIB - 1));
        }
    }

    @Test
    default void truncate_to10GiB_takesNoSpace() throws IOException {
        long size = 10L << 30;
        try (WritableFile file = top().createFile(name("f"))) {
            file.truncate(size);
            file.write(size - 1, new byte[] {1}, 0, 1);
            assertEquals(size, file.stat().size());
            assertTrue(file.stat().allocated() < MIB, "allocated " + file.stat().allocated());
            assertTrue(file.nextData(0) > size - MIB);
            byte[] read = new byte[2];
            assertEquals(2, file.read(size - 2, read, 0, 2));
            assertArrayEquals(new byte[] {0, 1}, read);
        }
    }

    @Test
    default void attributes_ofOpenedFile_areThoseOfTheName() throws IOException {
        try (WritableFile file = top().createFile(name("f"))) {
            Timestamp time = new Timestamp(-5, 123_456_789);
            file.setMode(06751);
            file.setModified(time);
            file.setOwner(-1, -1);
            file.setMode(06751);
            file.sync();
            file.syncData();
            Stat stat = top().stat(name("f"));
            assertEquals(file.stat(), stat);
            assertEquals(06751, stat.mode());
            assertEquals(time, stat.modified());
            assertEquals(Kind.FILE, stat.kind());
            assertEquals(1, stat.links());
        }
    }

    @Test
    default void write_changesTheStamp() throws IOException {
        try (WritableFile file = top().createFile(name("f"))) {
            file.setModified(new Timestamp(1, 0));
            Stamp before = file.stat().stamp();
            assertEquals(before, top().stat(name("f")).stamp());
            file.write(0, new byte[] {1}, 0, 1);
            Stamp after = file.stat().stamp();
            assertTrue(!before.equals(after));
            assertTrue(after.modified().compareTo(before.modified()) > 0);
        }
    }

    @Test
    default void openForWriting_symlinkPutInPlace_refuses() throws IOException {
        top().createFile(name("f")).close();
        top().makeSymlink(name("l"), RootContractTest.target("f"));
        assertFails(Reason.SYMLINK, () -> top().openForWriting(name("l")));
        assertFails(Reason.SYMLINK, () -> top().openFile(name("l")));
        assertFails(Reason.EXISTS, () -> top().createFile(name("l")));
    }
}
