package dev.dsync.app.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;

/**
 * A zip archive as a stream whose length is known before it begins: nothing is made smaller, and
 * each file stands in it as deflate's stored blocks, since what is plainly stored would need its
 * checksum before its content. Where something is beyond 4 GiB it is zip64.
 */
final class ZipStream {
    /** What a block that is not made smaller can hold, and what it takes beside that. */
    private static final int BLOCK = 65_535;

    private static final int BLOCK_HEAD = 5;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int TIME_BYTES = 9;
    private static final int END_BYTES = 22;
    private static final int LARGE_END_BYTES = 56 + 20;

    /** From there on a number of four bytes, or two, means that it stands elsewhere. */
    private static final long LARGE = 0xffff_ffffL;

    private static final int MANY = 0xffff;

    private static final int VERSION = 20;
    private static final int VERSION_LARGE = 45;
    private static final int MADE_ON_UNIX = 3 << 8;
    private static final int DEFLATE = 8;
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final int UTF_8 = 1 << 11;
    private static final int FOLDER_BIT = 0x10;
    private static final int UNIX_FOLDER = 0040000;
    private static final int UNIX_FILE = 0100000;

    private final OutputStream out;
    private final Sum announced;
    private final ByteArrayOutputStream central;
    private long position;
    private long entries;

    /**
     * One that is to be written there.
     *
     * @param announced of all that will be added
     */
    ZipStream(OutputStream out, Sum announced) {
        this.out = out;
        this.announced = announced;
        this.central = new ByteArrayOutputStream(Math.toIntExact(announced.centrals));
    }

    /**
     * A name in the archive.
     *
     * @param latinPath bytes of the path, one a character: names joined by slashes, that of a
     *     folder with one at its end
     * @param size bytes of content; 0 for a folder
     * @param modified seconds since 1970
     * @param mode permission bits
     */
    record Entry(String latinPath, long size, long modified, int mode) {
        byte[] path() {
            return latinPath.getBytes(StandardCharsets.ISO_8859_1);
        }

        boolean isFolder() {
            return latinPath.endsWith("/");
        }
    }

    /** Gives the content of an entry, all of it. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** What an archive of some entries takes. */
    static final class Sum {
        private long entries;
        private long locals;
        private long centrals;

        /** Counts one that comes behind those before. */
        void add(Entry entry) {
            int name = entry.path().length;
            centrals += CENTRAL_BYTES + name + TIME_BYTES + largeCentral(entry, locals);
            locals += LOCAL_BYTES + name + TIME_BYTES + largeLocal(entry);
            locals += entry.isFolder() ? 0 : stored(entry.size()) + descriptor(entry);
            entries++;
        }

        /** Bytes of the archive. */
        long length() {
            boolean large = isLargeEnd(entries, locals, centrals);
            return locals + centrals + END_BYTES + (large ? LARGE_END_BYTES : 0);
        }

        /** Bytes of the list at its end, which is kept in memory until then. */
        long listBytes() {
            return centrals;
        }
    }

    private static boolean isLarge(Entry entry) {
        return stored(entry.size()) >= LARGE;
    }

    private static int largeLocal(Entry entry) {
        return isLarge(entry) ? 4 + 2 * Long.BYTES : 0;
    }

    private static int descriptor(Entry entry) {
        return 8 + 2 * (isLarge(entry) ? Long.BYTES : Integer.BYTES);
    }

    private static int largeCentral(Entry entry, long start) {
        int bytes = (isLarge(entry) ? 2 * Long.BYTES : 0) + (start >= LARGE ? Long.BYTES : 0);
        return bytes == 0 ? 0 : 4 + bytes;
    }

    private static boolean isLargeEnd(long entries, long start, long length) {
        return entries >= MANY || start >= LARGE || length >= LARGE;
    }

    /** Bytes that this much content takes, as deflate's stored blocks. */
    private static long stored(long size) {
        return size + BLOCK_HEAD * Math.max(1, (size + BLOCK - 1) / BLOCK);
    }

    /**
     * Writes an entry; its content has to be as long as it says.
     *
     * @throws IOException also if there are more than were announced
     */
    void add(Entry entry, Source content) throws IOException {
        long start = position;
        boolean large = isLarge(entry);
        byte[] path = entry.path();
        int extra = TIME_BYTES + largeLocal(entry);
        ByteBuffer local = buffer(LOCAL_BYTES + path.length + extra);
        local.putInt(0x04034b50);
        putHead(local, entry).putInt(0).putInt(large ? -1 : 0).putInt(large ? -1 : 0);
        local.putShort((short) path.length).putShort((short) extra).put(path);
        if (large) {
            local.putShort((short) 1).putShort((short) 16).putLong(0).putLong(0);
        }
        putTime(local, entry.modified());
        write(local);
        CRC32 sum = new CRC32();
        long compressed = entry.isFolder() ? 0 : stored(entry.size());
        if (!entry.isFolder()) {
            Blocks blocks = new Blocks(entry.size(), sum);
            content.writeTo(blocks);
            blocks.end();
            ByteBuffer descriptor = buffer(descriptor(entry));
            descriptor.putInt(0x08074b50).putInt((int) sum.getValue());
            if (large) {
                descriptor.putLong(compressed).putLong(entry.size());
            } else {
                descriptor.putInt((int) compressed).putInt((int) entry.size());
            }
            write(descriptor);
        }
        list(entry, start, compressed, (int) sum.getValue());
        entries++;
    }

    /** What both headers of an entry have alike. */
    private static ByteBuffer putHead(ByteBuffer to, Entry entry) {
        boolean folder = entry.isFolder();
        int flags = (isUtf8(entry.path()) ? UTF_8 : 0) | (folder ? 0 : SIZES_FOLLOW);
        to.putShort((short) (isLarge(entry) ? VERSION_LARGE : VERSION)).putShort((short) flags);
        return to.putShort((short) (folder ? 0 : DEFLATE)).putInt(dosTime(entry.modified()));
    }

    /** Remembers an entry for the list at the end. */
    private void list(Entry entry, long start, long compressed, int sum) throws IOException {
        boolean large = isLarge(entry);
        byte[] path = entry.path();
        int largeBytes = largeCentral(entry, start);
        ByteBuffer head = buffer(CENTRAL_BYTES + path.length + TIME_BYTES + largeBytes);
        head.putInt(0x02014b50).putShort((short) (MADE_ON_UNIX | VERSION_LARGE));
        putHead(head, entry).putInt(sum);
        head.putInt(large ? -1 : (int) compressed).putInt(large ? -1 : (int) entry.size());
        head.putShort((short) path.length).putShort((short) (TIME_BYTES + largeBytes));
        head.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        int unix = (entry.isFolder() ? UNIX_FOLDER : UNIX_FILE) | entry.mode();
        head.putInt(unix << 16 | (entry.isFolder() ? FOLDER_BIT : 0));
        head.putInt(start >= LARGE ? -1 : (int) start).put(path);
        if (largeBytes > 0) {
            head.putShort((short) 1).putShort((short) (largeBytes - 4));
            if (large) {
                head.putLong(entry.size()).putLong(compressed);
            }
            if (start >= LARGE) {
                head.putLong(start);
            }
        }
        putTime(head, entry.modified());
        if (central.size() + head.capacity() > announced.centrals) {
            throw new IOException("there is more in it than there was");
        }
        central.writeBytes(bytes(head));
    }

    /**
     * Writes what an archive ends with.
     *
     * @throws IOException also if it is not what was announced
     */
    void finish() throws IOException {
        if (entries != announced.entries || position != announced.locals) {
            throw new IOException("what is in it has changed");
        }
        long start = position;
        central.writeTo(out);
        position += central.size();
        long length = position - start;
        long end = position;
        if (isLargeEnd(entries, start, length)) {
            ByteBuffer large = buffer(LARGE_END_BYTES);
            large.putInt(0x06064b50).putLong(44);
            large.putShort((short) (MADE_ON_UNIX | VERSION_LARGE)).putShort((short) VERSION_LARGE);
            large.putInt(0).putInt(0).putLong(entries).putLong(entries);
            large.putLong(length).putLong(start);
            write(large.putInt(0x07064b50).putInt(0).putLong(end).putInt(1));
        }
        ByteBuffer last = buffer(END_BYTES).putInt(0x06054b50).putInt(0);
        short count = (short) Math.min(entries, MANY);
        last.putShort(count).putShort(count).putInt((int) Math.min(length, LARGE));
        write(last.putInt((int) Math.min(start, LARGE)).putShort((short) 0));
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer all) {
        byte[] bytes = new byte[all.capacity()];
        all.get(0, bytes);
        return bytes;
    }

    private void write(ByteBuffer bytes) throws IOException {
        out.write(bytes(bytes));
        position += bytes.capacity();
    }

    /** The time in full, which the other has to two seconds and in nobody's zone. */
    private static void putTime(ByteBuffer to, long seconds) {
        to.putShort((short) 0x5455).putShort((short) 5).put((byte) 1);
        to.putInt(Math.clamp(seconds, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static int dosTime(long seconds) {
        LocalDateTime time =
                LocalDateTime.ofInstant(
                        Instant.ofEpochSecond(Math.clamp(seconds, 315_532_800L, 4_354_819_198L)),
                        ZoneOffset.UTC);
        int day = (time.getYear() - 1980) << 9 | time.getMonthValue() << 5 | time.getDayOfMonth();
        int second = time.getSecond() / 2;
        return day << 16 | time.getHour() << 11 | time.getMinute() << 5 | second;
    }

    private static boolean isUtf8(byte[] path) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Content as stored blocks. */
    private final class Blocks extends OutputStream {
        private final CRC32 sum;
        private long left;
        private int inBlock;

        Blocks(long size, CRC32 sum) throws IOException {
            this.sum = sum;
            left = size;
            begin();
        }

        private void begin() throws IOException {
            inBlock = (int) Math.min(left, BLOCK);
            ByteBuffer head = buffer(BLOCK_HEAD).put((byte) (left <= BLOCK ? 1 : 0));
            ZipStream.this.write(head.putShort((short) inBlock).putShort((short) ~inBlock));
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            int rest = length;
            while (rest > 0) {
                if (inBlock == 0 && left > 0) {
                    begin();
                }
                int part = Math.min(rest, inBlock);
                if (part == 0) {
                    throw new IOException("a file is longer than it was");
                }
                out.write(bytes, from, part);
                sum.update(bytes, from, part);
                position += part;
                left -= part;
                inBlock -= part;
                from += part;
                rest -= part;
            }
        }

        void end() throws IOException {
            if (left > 0) {
                throw new IOException("a file became shorter");
            }
        }
    }
}
