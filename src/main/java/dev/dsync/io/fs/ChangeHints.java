package dev.dsync.io.fs;

import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What seems to have changed below a root since it was last asked. Hints are no facts: what a hint
 * names may be as it was, and whoever acts on one looks first. A change that no hint names is
 * possible too, by another name of the same file, by another machine, or beneath a symbolic link;
 * so now and then all is to be looked at.
 *
 * <p>Changes made after this was opened are hinted. Used by one thread; only {@link #wake} may be
 * called by others.
 */
public interface ChangeHints extends AutoCloseable {
    /**
     * Waits until something changed, {@link #wake} is called or the time is over, and says what
     * changed: nothing, in the last two cases. {@link Hint.RootGone} and {@link Hint.Overflow} come
     * first, then hints in the order of their paths, of one path at most one.
     *
     * @param timeout not negative; zero takes what is there
     */
    List<Hint> await(Duration timeout) throws IOException;

    /** Ends a wait, the present one or the next; does nothing after the end of this. */
    void wake();

    /**
     * The limit of this machine that leaves this without a view on changes, if one does. {@link
     * Hint.Overflow} is then said once, and no other hint but {@link Hint.RootGone} any more:
     * whoever needs to know of changes scans. Opened again, it tries again.
     */
    Optional<Limit> limit();

    @Override
    void close() throws IOException;

    /** One thing that seems to have changed. */
    sealed interface Hint {
        /**
         * There is something new under this name, or it has other attributes. What stands in a
         * directory that is new is hinted, too.
         */
        record Changed(RelPath path) implements Hint {}

        /**
         * The content was written to, and nobody who had opened it for writing has closed it since.
         * Nobody may be going to: to give a name a modification time, or to cut a file that is not
         * open, looks the same.
         */
        record Written(RelPath path) implements Hint {}

        /** Somebody who had opened the file for writing has closed it. */
        record Closed(RelPath path) implements Hint {}

        /** The name, and whatever was below it, is gone. */
        record Removed(RelPath path) implements Hint {}

        /**
         * What was at {@code from}, and below, is at {@code to}, and what was at {@code to} is
         * gone. Hints for changes made before the move name the new path.
         */
        record Moved(RelPath from, RelPath to) implements Hint {}

        /** Changes were missed: anything may have changed. */
        record Overflow() implements Hint {}

        /** The root directory was removed, moved to another place or unmounted; said once. */
        record RootGone() implements Hint {}
    }

    /**
     * A limit of the system that was met.
     *
     * @param setting its name as {@code sysctl} takes it
     * @param value what it is now
     * @param enough a value that is likely to do
     */
    record Limit(String setting, long value, long enough) {
        /** The command that raises it until the next start of the machine. */
        public String command() {
            return "sysctl -w " + setting + "=" + enough;
        }
    }
}
