package dev.dsync.engine.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which origin each entry of a listing was taken from. */
public final class Provenance {
    private final List<Origin> origins;

    private final boolean several;

    /** By entry; not kept where there is but one origin. */
    private final List<@Nullable Origin> taken = new ArrayList<>();

    /**
     * Of entries of these origins.
     *
     * @param follows whether links lead to others as well
     */
    Provenance(List<Origin> origins, boolean follows) {
        this.origins = List.copyOf(origins);
        this.several = origins.size() > 1 || follows;
    }

    /** The next entry; a directory, which may be of several origins, is taken from none. */
    void add(@Nullable Origin origin) {
        if (several) {
            taken.add(origin);
        }
    }

    /** The origin of the entry at this position of the listing; none for a directory. */
    public Optional<Origin> of(long position) {
        return Optional.ofNullable(
                several
                        ? taken.get(Math.toIntExact(position))
                        : origins.isEmpty() ? null : origins.getFirst());
    }
}
