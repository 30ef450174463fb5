package dev.dsync.io.index;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Stamp;
import java.util.Arrays;

/**
 * What the table of entries says of a file.
 *
 * @param id of its manifest
 * @param generation in which it was written
 * @param boot in which it was read, counted from 0
 * @param isOld whether its times were older than the clock's grain when it was read
 */
record FileRow(long id, long generation, long boot, boolean isOld, Stamp stamp, PageRoot manifest) {
    /** Bytes of an id in keys. */
    static final int ID_BYTES = 5;

    private static final int OLD = 1;

    byte[] encode() {
        return new RowBytes()
                .octet((isOld ? OLD : 0) | kindNumber(stamp.kind()) << 1)
                .number(id)
                .number(generation)
                .number(boot)
                .number(stamp.size())
                .time(stamp.modified())
                .time(stamp.changed())
                .number(stamp.inode())
                .number(stamp.mode())
                .number(Integer.toUnsignedLong(stamp.uid()))
                .number(Integer.toUnsignedLong(stamp.gid()))
                .root(manifest)
                .take();
    }

    static FileRow decode(byte[] value) throws StoreException {
        RecordReader in = RowBytes.reader(value);
        try {
            int flags = in.octet();
            Kind kind = kind(in, flags >>> 1);
            FileRow row =
                    new FileRow(
                            in.varint(),
                            in.varint(),
                            in.varint(),
                            (flags & OLD) != 0,
                            new Stamp(
                                    kind,
                                    in.varint(),
                                    RowBytes.time(in),
                                    RowBytes.time(in),
                                    in.varint(),
                                    (int) in.varint(07777, "mode"),
                                    (int) in.varint(),
                                    (int) in.varint()),
                            RowBytes.root(in));
            in.finish();
            return row;
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    private static int kindNumber(Kind kind) {
        return switch (kind) {
            case FILE -> 0;
            case DIRECTORY -> 1;
            case SYMLINK -> 2;
            case FIFO -> 3;
            case SOCKET -> 4;
            case CHARACTER_DEVICE -> 5;
            case BLOCK_DEVICE -> 6;
        };
    }

    private static Kind kind(RecordReader in, int number) throws MalformedPageException {
        for (Kind kind : Kind.values()) {
            if (kindNumber(kind) == number) {
                return kind;
            }
        }
        throw in.malformed("kind " + number);
    }

    /** The key of an id where it is all there is to it. */
    static byte[] idKey(long id) {
        return new RowBytes().fixed(id, ID_BYTES).take();
    }

    /** The key of a path: {@code /} is byte 0, so that keys are in the order of listings. */
    static byte[] pathKey(RelPath path) {
        byte[] key = path.bytes();
        swap(key, (byte) '/', (byte) 0);
        return key;
    }

    static RelPath path(byte[] key) throws StoreException {
        byte[] path = key.clone();
        swap(path, (byte) 0, (byte) '/');
        try {
            return RelPath.of(path);
        } catch (IllegalNameException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    private static void swap(byte[] bytes, byte from, byte to) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == from) {
                bytes[i] = to;
            }
        }
    }

    /** Whether the path of a key is this one or lies below it. */
    static boolean isWithin(byte[] key, byte[] directory) {
        int length = directory.length;
        if (key.length < length || !Arrays.equals(key, 0, length, directory, 0, length)) {
            return false;
        }
        return length == 0 || key.length == length || key[length] == 0;
    }
}
