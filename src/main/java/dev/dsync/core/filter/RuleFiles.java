package dev.dsync.core.filter;

import java.io.IOException;

/** Reads the files of rules that the command line names. */
public interface RuleFiles {
    /**
     * The bytes of the file of that name, as the user wrote it; {@code -} is the standard input.
     *
     * @throws IOException if it cannot be read; a file that is missing is an error too
     */
    byte[] read(byte[] name) throws IOException;
}
