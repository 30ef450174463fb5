package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Files that are here, by name: one beside the place of a new file may be another version of it.
 * Quick where files of one directory are asked for one after the other.
 */
final class Lookalikes {
    /** Bytes of the smallest new file for which one is worth being read. */
    private static final long BYTES_MIN = 1024;

    /** How many times as large one of two versions is at most. */
    private static final long TIMES_MAX = 8;

    /** Files of a directory that are considered, from its first name on. */
    private static final int FILES_MAX = 1 << 16;

    /** Names compared before the place of the new one in their order, and as many behind it. */
    private static final int NEAR = 64;

    private final Listing here;
    private @Nullable RelPath directory;
    private List<FileEntry> files = List.of();

    /** Files of this listing. */
    Lookalikes(Listing here) {
        this.here = here;
    }

    /**
     * The file in the same directory whose name is most like that of this one; of several, the
     * nearest in order, sooner one before it than one behind.
     */
    Optional<FileEntry> find(FileEntry wanted) throws IOException {
        if (wanted.size() < BYTES_MIN) {
            return Optional.empty();
        }
        RelPath parent = wanted.path().parent();
        if (directory == null || !directory.equals(parent)) {
            files = filesOf(parent);
            directory = parent;
        }
        int place = Collections.binarySearch(files, wanted, (a, b) -> a.path().compareTo(b.path()));
        if (place >= 0) {
            return Optional.empty(); // it is no new file
        }
        int behind = -place - 1;
        FileEntry best = null;
        long least = Long.MAX_VALUE;
        for (int rank = 1; rank <= NEAR; rank++) {
            for (int at : new int[] {behind - rank, behind + rank - 1}) {
                long distance = at >= 0 && at < files.size() ? distance(files.get(at), wanted) : -1;
                if (distance >= 0 && distance < least) {
                    best = files.get(at);
                    least = distance;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** -1 if they are no versions of one file. */
    private static long distance(FileEntry file, FileEntry wanted) {
        if (file.size() > wanted.size() * TIMES_MAX || wanted.size() > file.size() * TIMES_MAX) {
            return -1;
        }
        OptionalLong distance = NameLikeness.distance(wanted.path().name(), file.path().name());
        return distance.orElse(-1);
    }

    private List<FileEntry> filesOf(RelPath parent) throws IOException {
        List<FileEntry> found = new ArrayList<>();
        Listing.Cursor entries = here.cursor();
        entries.seek(parent);
        Entry entry = entries.next();
        if (entry == null || !entry.path().equals(parent)) {
            return found;
        }
        while (found.size() < FILES_MAX) {
            entry = entries.next();
            if (entry == null || !entry.path().isWithin(parent)) {
                break;
            }
            if (entry instanceof FileEntry file && file.path().parent().equals(parent)) {
                found.add(file);
            } else if (entry instanceof DirectoryEntry below) {
                pass(below.path(), entries);
            }
        }
        return found;
    }

    /** Passes over what is in a directory. */
    private static void pass(RelPath below, Listing.Cursor entries) throws IOException {
        byte[] name = below.name().bytes();
        byte[] next = Arrays.copyOf(name, name.length + 1);
        next[name.length] = 1; // no name that begins like this one comes before
        try {
            entries.seek(below.parent().child(Name.of(next)));
        } catch (IllegalNameException e) {
            // The name is as long as names can be: what is in it is met one by one.
        }
    }
}
