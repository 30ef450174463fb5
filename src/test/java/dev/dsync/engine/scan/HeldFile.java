package dev.dsync.engine.scan;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A file of pieces of data with holes between them, which counts what is done with it. */
final class HeldFile implements FileOpener {
    /** Is told of each read before it happens. */
    interface Watcher {
        void read(long position) throws IOException;
    }

    private final NavigableMap<Long, byte[]> pieces = new TreeMap<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicLong bytesRead = new AtomicLong();
    volatile Watcher watcher = position -> {};
    volatile long size;
    final AtomicInteger changes = new AtomicInteger();

    /** Where reading ends, though the file does not. */
    volatile long readEnd = Long.MAX_VALUE;

    HeldFile(long size) {
        this.size = size;
    }

    /** A file without holes. */
    static HeldFile of(byte[] bytes) {
        return new HeldFile(bytes.length).with(0, bytes);
    }

    /** A file in which zeros that fill blocks are holes. */
    static HeldFile holed(byte[] bytes, int block) {
        HeldFile file = new HeldFile(bytes.length);
        int start = -1;
        for (int at = 0; at <= bytes.length; at += block) {
            boolean data = false;
            for (int i = at; i < Math.min(at + block, bytes.length); i++) {
                data |= bytes[i] != 0;
            }
            if (data && start < 0) {
                start = at;
            } else if (!data && start >= 0) {
                file.with(start, Arrays.copyOfRange(bytes, start, at));
                start = -1;
            }
        }
        return start < 0 ? file : file.with(start, Arrays.copyOfRange(bytes, start, bytes.length));
    }

    HeldFile with(long at, byte[] data) {
        if (data.length > 0) {
            pieces.put(at, data);
        }
        return this;
    }

    private long allocated() {
        return pieces.values().stream().mapToLong(piece -> piece.length).sum();
    }

    @Override
    public ReadableFile open() {
        opened.incrementAndGet();
        open.incrementAndGet();
        return new Opened();
    }

    private final class Opened implements ReadableFile {
        private final Thread owner = Thread.currentThread();
        private boolean closed;

        private void check() {
            if (closed || !Thread.currentThread().equals(owner)) {
                throw new IllegalStateException("used when closed, or by another thread");
            }
        }

        @Override
        public Stat stat() {
            check();
            Timestamp time = new Timestamp(changes.get(), 0);
            return new Stat(Kind.FILE, 0644, size, allocated(), time, time, 1, 1, 1, 0, 0, 0, 0);
        }

        @Override
        public int read(long position, byte[] bytes, int offset, int length) throws IOException {
            check();
            watcher.read(position);
            Map.Entry<Long, byte[]> piece = pieces.floorEntry(position);
            int done = (int) Math.max(0, Math.min(length, Math.min(size, readEnd) - position));
            if (done > 0
                    && (piece == null
                            || piece.getKey() + piece.getValue().length < position + done)) {
                throw new IllegalStateException("a hole was read");
            }
            if (done > 0 && piece != null) {
                int at = (int) (position - piece.getKey());
                System.arraycopy(piece.getValue(), at, bytes, offset, done);
            }
            bytesRead.addAndGet(done);
            return done;
        }

        @Override
        public void sync() {
            throw new UnsupportedOperationException("only read");
        }

        @Override
        public long nextData(long position) {
            check();
            Map.Entry<Long, byte[]> piece = pieces.floorEntry(position);
            if (piece != null && position < piece.getKey() + piece.getValue().length) {
                return position;
            }
            Long next = pieces.ceilingKey(position);
            return next == null ? -1 : next;
        }

        @Override
        public long nextHole(long position) {
            check();
            Map.Entry<Long, byte[]> piece = pieces.floorEntry(position);
            return piece == null
                    ? position
                    : Math.max(position, piece.getKey() + piece.getValue().length);
        }

        @Override
        public Xattrs xattrs() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            check();
            closed = true;
            open.decrementAndGet();
        }
    }
}
