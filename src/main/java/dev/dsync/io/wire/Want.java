package dev.dsync.io.wire;

import dev.dsync.core.delta.Signature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much of a file's content is wanted. */
public sealed interface Want {
    /**
     * All of it.
     *
     * @param old bytes the target has that may be like it; null if there are none
     */
    record Whole(@Nullable Signature old) implements Want {}

    /**
     * Ranges of the content whose manifest the source has told, in order.
     *
     * @param last whether no further ones of this file will be wanted
     */
    record Ranges(List<Range> ranges, boolean last) implements Want {
        public Ranges {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * A run of bytes of a file.
     *
     * @param old bytes the target has that may be like it; null if there are none
     */
    record Range(long offset, long length, @Nullable Signature old) {}
}
