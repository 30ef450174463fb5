package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.dsync.core.tree.Name;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes on Linux, of what is opened or of a name in an opened directory.
 *
 * <p>There are no calls that take directory and name. The directory is therefore named by its
 * descriptor in {@code /proc}, where it cannot be exchanged, and the name after it is not followed.
 */
final class LinuxXattrs implements Xattrs {
    /** The most bytes a value may have. */
    private static final int VALUE_BYTES_MAX = 64 << 10;

    private final Descriptor descriptor;
    private final @Nullable Name name;

    /** Those of the name, or without one of what is opened. */
    LinuxXattrs(Descriptor descriptor, @Nullable Name name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /** The name, as a path that leads through the descriptor. */
    private static MemorySegment path(Scratch scratch, int fd, Name name) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes(("/proc/self/fd/" + fd + "/").getBytes(StandardCharsets.US_ASCII));
        path.writeBytes(name.bytes());
        return scratch.path(path.toByteArray());
    }

    @Override
    public List<Key> keys() throws IOException {
        Scratch scratch = descriptor.scratch();
        int fd = descriptor.fd();
        MemorySegment buffer = scratch.buffer();
        long length =
                name == null
                        ? XattrCalls.flistxattr(scratch, fd, buffer, Scratch.BUFFER_BYTES)
                        : XattrCalls.llistxattr(
                                scratch, path(scratch, fd, name), buffer, Scratch.BUFFER_BYTES);
        Descriptor.check(length, scratch);
        byte[] list = buffer.asSlice(0, length).toArray(JAVA_BYTE);
        List<Key> keys = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < list.length; end++) {
            if (list[end] == 0) {
                keys.add(Key.of(Arrays.copyOfRange(list, start, end)).orElseThrow());
                start = end + 1;
            }
        }
        keys.sort(null);
        return keys;
    }

    @Override
    public Optional<byte[]> get(Key key) throws IOException {
        Scratch scratch = descriptor.scratch();
        int fd = descriptor.fd();
        MemorySegment buffer = scratch.buffer();
        MemorySegment string = scratch.key(key);
        long length =
                name == null
                        ? XattrCalls.fgetxattr(scratch, fd, string, buffer, Scratch.BUFFER_BYTES)
                        : XattrCalls.lgetxattr(
                                scratch,
                                path(scratch, fd, name),
                                string,
                                buffer,
                                Scratch.BUFFER_BYTES);
        if (length < 0 && scratch.errno() == Errno.ENODATA) {
            return Optional.empty();
        }
        Descriptor.check(length, scratch);
        return Optional.of(buffer.asSlice(0, length).toArray(JAVA_BYTE));
    }

    @Override
    public void set(Key key, byte[] value) throws IOException {
        if (value.length > VALUE_BYTES_MAX) {
            throw new IllegalArgumentException("value of " + value.length + " bytes");
        }
        Scratch scratch = descriptor.scratch();
        int fd = descriptor.fd();
        MemorySegment buffer = scratch.buffer();
        MemorySegment string = scratch.key(key);
        MemorySegment.copy(value, 0, buffer, JAVA_BYTE, 0, value.length);
        Descriptor.check(
                name == null
                        ? XattrCalls.fsetxattr(scratch, fd, string, buffer, value.length, 0)
                        : XattrCalls.lsetxattr(
                                scratch, path(scratch, fd, name), string, buffer, value.length, 0),
                scratch);
    }

    @Override
    public void remove(Key key) throws IOException {
        Scratch scratch = descriptor.scratch();
        int fd = descriptor.fd();
        MemorySegment string = scratch.key(key);
        Descriptor.check(
                name == null
                        ? XattrCalls.fremovexattr(scratch, fd, string)
                        : XattrCalls.lremovexattr(scratch, path(scratch, fd, name), string),
                scratch);
    }
}
