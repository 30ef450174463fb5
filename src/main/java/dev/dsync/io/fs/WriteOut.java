package dev.dsync.io.fs;

import java.lang.invoke.MethodHandle;

/**
 * How far a large file being written is on its way to the disk: begun early, the writing goes on
 * beside what comes before the file is made durable, which then waits for less.
 */
final class WriteOut {
    /** So much that calls cost nothing, and that the disk gets it in large pieces. */
    private static final long BYTES = 16L << 20;

    private static final int SYNC_FILE_RANGE_WRITE = 2;

    private final Descriptor descriptor;

    /** Bytes written of which the disk was not told. */
    private long untold;

    /** The function, which few runs call. */
    private static final class Call {
        private static final MethodHandle SYNC_FILE_RANGE = CLibrary.function("sync_file_range", 4);

        /** Has all of a file written that waits for it; promises nothing. */
        static int begin(Scratch scratch, int fd) {
            try {
                return (int)
                        (long)
                                SYNC_FILE_RANGE.invokeExact(
                                        scratch.state(),
                                        (long) fd,
                                        0L,
                                        0L,
                                        (long) SYNC_FILE_RANGE_WRITE);
            } catch (Throwable e) {
                throw CLibrary.unexpected(e);
            }
        }
    }

    /** Nothing is written yet. */
    WriteOut(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** So many bytes more are written. */
    void wrote(long bytes) {
        untold += bytes;
        if (untold >= BYTES) {
            untold = 0;
            // What it answers does not matter: an error shows again when the file is made durable.
            var _ = Call.begin(descriptor.scratch(), descriptor.fd());
        }
    }
}
