package dev.dsync.io.fs;

import dev.dsync.io.fs.FsException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** The copying of bytes from one opened file into another, with what lies between them left out. */
final class RangeCopy {
    /** So much that calls cost nothing, so little that a thread to be stopped comes back soon. */
    private static final long CALL_BYTES = 16L << 20;

    private final LinuxFile source;
    private final LinuxFile target;
    private final long shift;
    private final Scratch scratch;

    /**
     * Nothing is copied yet.
     *
     * @param shift how far behind its position in the source a byte comes to stand in the target
     */
    RangeCopy(LinuxFile source, LinuxFile target, long shift) {
        this.source = source;
        this.target = target;
        this.shift = shift;
        this.scratch = target.descriptor().scratch();
    }

    /** Copies the bytes from this position of the source on. */
    void copy(long position, long length) throws IOException {
        Stat from = source.stat();
        Stat to = target.stat();
        if (length == 0) {
            return;
        }
        if (from.inode() == to.inode()
                && from.device() == to.device()
                && Math.abs(shift) < length) {
            throw new IllegalArgumentException("a range copied onto itself");
        }
        checkHolds(from, position, length);
        long end = position + length;
        long at = position;
        boolean endsWithHole = false;
        while (at < end) {
            long data = source.nextData(at);
            endsWithHole = data < 0 || data >= end;
            long begin = endsWithHole ? end : data;
            clear(at + shift, begin + shift);
            at = endsWithHole ? end : dataEnd(source, begin, end);
            copyData(begin, at);
        }
        // What was cut off meanwhile looked like a hole.
        checkHolds(source.stat(), position, length);
        if (endsWithHole && target.stat().size() < end + shift) {
            target.truncate(end + shift);
        }
    }

    /**
     * Where the data that begins at a position ends; a hole in the very place, made meanwhile, is
     * passed over, so that each step leads on.
     */
    private static long dataEnd(LinuxFile file, long data, long end) throws IOException {
        long hole = file.nextHole(data);
        return hole > data ? Math.min(end, hole) : end;
    }

    private static void checkHolds(Stat source, long position, long length) throws EOFException {
        if (source.size() - position < length) {
            throw endsAt(source.size());
        }
    }

    private static EOFException endsAt(long position) {
        return new EOFException("the file copied from ends at " + position);
    }

    private void copyData(long begin, long end) throws IOException {
        long at = begin;
        while (at < end) {
            long count =
                    DescriptorCalls.copyFileRange(
                            scratch,
                            source.descriptor().fd(),
                            at,
                            target.descriptor().fd(),
                            at + shift,
                            Math.min(end - at, CALL_BYTES));
            if (count <= 0) {
                // Kernels refuse for many reasons, and some see an end where there is none; the
                // plain calls either can, or say what is wrong.
                readAndWrite(at, end);
                return;
            }
            at += count;
            target.writeOut().wrote(count);
        }
    }

    private void readAndWrite(long begin, long end) throws IOException {
        MemorySegment buffer = scratch.buffer();
        long at = begin;
        while (at < end) {
            long part = Math.min(end - at, Scratch.BUFFER_BYTES);
            long count =
                    Descriptor.check(
                            DescriptorCalls.pread(
                                    scratch, source.descriptor().fd(), buffer, part, at),
                            scratch);
            if (count == 0) {
                throw endsAt(at);
            }
            write(buffer.asSlice(0, count), at + shift);
            at += count;
        }
    }

    /** Writes zeros over what the target has as data between two of its positions. */
    private void clear(long begin, long end) throws IOException {
        long at = begin;
        while (at < end) {
            long data = target.nextData(at);
            if (data < 0 || data >= end) {
                return;
            }
            at = dataEnd(target, data, end);
            MemorySegment zeros = scratch.buffer().fill((byte) 0);
            for (long done = data; done < at; done += zeros.byteSize()) {
                write(zeros.asSlice(0, Math.min(at - done, zeros.byteSize())), done);
            }
        }
    }

    private void write(MemorySegment bytes, long position) throws IOException {
        long done = 0;
        while (done < bytes.byteSize()) {
            long count =
                    Descriptor.check(
                            DescriptorCalls.pwrite(
                                    scratch,
                                    target.descriptor().fd(),
                                    bytes.asSlice(done),
                                    bytes.byteSize() - done,
                                    position + done),
                            scratch);
            if (count == 0) {
                throw new FsException(Reason.INPUT_OUTPUT, "nothing was written");
            }
            done += count;
        }
    }
}
