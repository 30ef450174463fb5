package dev.dsync.core.filter;

import java.io.IOException;

/** Reads the files of rules that the command line names. */
public interface RuleFiles {
    /**
     * The most bytes a file of rules may have. Whoever reads one gives a byte more where there is
     * one, so that it is refused rather than cut.
     */
    int BYTES_MAX = 1 << 20;

    /**
     * The bytes of the file of that name, as the user wrote it; {@code -} is the standard input.
     *
     * @throws IOException if it cannot be read; a file that is missing is an error too
     */
    byte[] read(byte[] name) throws IOException;
}
