package dev.dsync.engine.session;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Under what other names entries at a target are listed, where links stand for directories. */
final class OtherNames {
    /** No link stands for a directory. */
    static final OtherNames NONE = new OtherNames(Map.of());

    private final Map<RelPath, LinkedRoot.Kept> kept;

    /** By where a directory lies, where else it is listed. */
    private final Map<RelPath, List<RelPath>> links = new HashMap<>();

    /**
     * The names that come of some links.
     *
     * @param kept by where their directories are listed
     */
    OtherNames(Map<RelPath, LinkedRoot.Kept> kept) {
        this.kept = Map.copyOf(kept);
        this.kept.forEach(
                (as, link) -> links.computeIfAbsent(link.to(), _ -> new ArrayList<>()).add(as));
    }

    /**
     * Whether a listing has what is here by another name. To delete it by this one would take it
     * from there.
     */
    boolean isIn(Listing listing, RelPath path) throws IOException {
        if (kept.isEmpty()) {
            return false;
        }
        RelPath place = place(path);
        if (!place.equals(path) && listing.find(place).isPresent()) {
            return true;
        }
        for (RelPath above : place.upwards()) {
            for (RelPath link : links.getOrDefault(above, List.of())) {
                RelPath name = below(link, place.relativeTo(above));
                if (name != null && !name.equals(path) && listing.find(name).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where what is listed there lies, when no link is left in the way to it. */
    private RelPath place(RelPath path) throws IOException {
        for (RelPath above : path.upwards()) {
            LinkedRoot.Kept link = kept.get(above);
            if (link != null) {
                RelPath place = below(link.to(), path.relativeTo(above));
                if (place == null) {
                    throw new IOException(path + " leads too deep");
                }
                return place;
            }
        }
        return path;
    }

    private static @Nullable RelPath below(RelPath directory, RelPath path) {
        try {
            return directory.resolve(path);
        } catch (IllegalNameException e) {
            return null; // nothing is listed by a path that is too long
        }
    }
}
