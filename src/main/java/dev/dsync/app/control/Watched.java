package dev.dsync.app.control;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A running watch, as those who steer it see it. Any thread may call. */
public interface Watched {
    /** How it is. */
    Status status();

    /** Marks this moment, for {@link #isPast}. */
    long mark();

    /** Whether all was looked at that changed before that mark. */
    boolean isPast(long mark);

    /** Names all conflict copies, in listing order. */
    void conflicts(Conflicts to) throws IOException;

    /**
     * Lets it delete what it has paused for; nothing else, and not for long.
     *
     * @return what that is, printable; empty if it has not paused
     */
    List<String> approve();

    /** For now nobody who would steer it can be let in; said once, until somebody is. */
    void stalled(IOException why);

    /** Has it look at everything. */
    void rescan();

    /**
     * Has it write nothing to the root, and let go of its lock, until what is returned is closed;
     * what is changed meanwhile it sees as it sees all changes. Returns once it has let go.
     *
     * @throws IOException if it does not come to that
     */
    Closeable lend() throws IOException;

    /** Ends it, in good order; returns before it has ended. */
    void stop();

    /** Who is told of conflict copies. */
    @FunctionalInterface
    interface Conflicts {
        /**
         * There is one.
         *
         * @param copy its path, printable
         * @param original the path its content once had, printable
         */
        void found(String copy, String original) throws IOException;
    }
}
