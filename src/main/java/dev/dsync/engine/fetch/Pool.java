package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Those of whom large contents are got piece by piece, whoever has them. */
interface Pool {
    /** Where there is but one source. */
    Pool NONE = (content, bytes) -> null;

    /**
     * Begins to get a content; null if it comes from one source as well, or comes already.
     *
     * @param bytes that lack
     */
    @Nullable Seat seat(Digest content, long bytes);

    /** What is got of one content. Any thread may call. */
    interface Seat {
        /** From now on pieces come, and are handed on. */
        void begin(Shared file) throws IOException;

        /** What they come into; null if that is not open. */
        @Nullable Shared file();

        /** How far it is; whoever holds the seat is prompted when that changes. */
        State state();

        /** Nothing more is got, or handed on; the file is closed. */
        void leave();
    }

    /** How far a content is got. */
    enum State {
        UNDER_WAY,
        /** All of it is here. */
        COMPLETE,
        /** What lacks was sent as something else. */
        WRONG,
        /** What lacks is nowhere any more: the file is another by now. */
        GONE
    }
}
