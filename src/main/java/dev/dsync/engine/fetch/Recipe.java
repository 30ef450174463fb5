package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Gap;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.Stretch.Kept;
import dev.dsync.engine.fetch.Basis.Beginning;
import dev.dsync.engine.fetch.Basis.Donor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a file of known manifest is made: of runs of files that are here, and between them of gaps,
 * whose bytes are fetched.
 */
public final class Recipe {
    /**
     * Bytes in the mean between places that change, for a clone to be worth it: each of them costs
     * two extents that whoever reads the file meets ever after.
     */
    private static final long EDIT_BYTES_MIN = 256 << 10;

    private final Manifest manifest;
    private final @Nullable Donor old;
    private final long oldBytes;
    private final boolean isDoubtful;
    private final @Nullable Beginning beginning;
    private final List<Copy> copies;
    private final List<Gap> gaps;

    /** Whether what both files have is not in the same order in both. */
    private final boolean isShuffled;

    /**
     * A run that is here.
     *
     * @param kept where it goes, and where it is in the donor
     */
    record Copy(Donor donor, Kept kept) {
        /** Whether a clone of this file has it already. */
        boolean isInPlaceOf(Donor other) {
            return donor.equals(other) && kept.offset() == kept.oldOffset() && kept.count() == 1;
        }
    }

    Recipe(
            Manifest manifest,
            @Nullable Donor old,
            long oldBytes,
            boolean isDoubtful,
            @Nullable Beginning beginning,
            List<Copy> copies,
            List<Gap> gaps) {
        this.manifest = manifest;
        this.old = old;
        this.oldBytes = oldBytes;
        this.isDoubtful = isDoubtful;
        this.beginning = beginning;
        this.copies = List.copyOf(copies);
        this.gaps = List.copyOf(gaps);
        isShuffled = gaps.stream().anyMatch(Gap::isGuess);
    }

    /** What the file shall contain. */
    Manifest manifest() {
        return manifest;
    }

    /**
     * The old file, if most of this one is where it is there, and its stamp proves what it holds:
     * it is less work to begin with a clone of it, and to change that.
     */
    Optional<Donor> edited() {
        if (old == null || old.stamp() == null || goesOn()) {
            return Optional.empty();
        }
        long inPlace = 0;
        long runs = 0;
        for (Copy copy : copies) {
            if (copy.isInPlaceOf(old)) {
                inPlace += copy.kept().length();
                runs++;
            }
        }
        boolean pays = 2 * inPlace > manifest.root().bytes() && inPlace >= runs * EDIT_BYTES_MIN;
        return pays ? Optional.of(old) : Optional.empty();
    }

    /** The file with the old bytes of gaps. */
    Donor old() {
        if (old == null) {
            throw new IllegalStateException("gaps without old bytes");
        }
        return old;
    }

    /** Bytes of that file. */
    long oldBytes() {
        return oldBytes;
    }

    /** Whether nothing shows that the old bytes of gaps are like what is fetched. */
    boolean isDoubtful() {
        return isDoubtful;
    }

    /**
     * What an earlier run has built and it goes on with, in which all is in its place that is
     * neither copied nor fetched; null if it begins anew.
     */
    @Nullable Beginning beginning() {
        return beginning;
    }

    boolean goesOn() {
        return beginning != null;
    }

    /** Runs that are here, in order. */
    List<Copy> copies() {
        return copies;
    }

    /** Bytes of gaps that nothing here is known to be like: nobody can send less than they are. */
    long freshBytes() {
        return gaps.stream()
                .filter(gap -> isDoubtful || gap.oldLength() == 0)
                .mapToLong(Gap::length)
                .sum();
    }

    /** Bytes of all gaps. */
    long lackingBytes() {
        return gaps.stream().mapToLong(Gap::length).sum();
    }

    /**
     * Whether the bytes of a gap may have been anywhere in the old file: where runs are known to
     * have been moved, and those on both sides of it are not as far apart as they were.
     */
    boolean isScattered(Gap gap) {
        boolean isAlike =
                gap.oldLength() <= 2 * gap.length() && gap.length() <= 2 * gap.oldLength();
        return isShuffled && (gap.isGuess() || !isAlike);
    }

    /**
     * Bytes on disk that what is fetched takes at least. Equal chunks one behind the other, as
     * those of a hole are, count once.
     */
    public long spaceBytes() throws IOException {
        long bytes = 0;
        Manifest.Cursor runs = manifest.cursor();
        for (Gap gap : gaps) {
            runs.seek(gap.offset());
            long end = gap.offset() + gap.length();
            for (long at = gap.offset(); at < end; ) {
                ChunkRun run = runs.next();
                if (run == null) {
                    break;
                }
                long length = Math.min(end, runs.offset() + run.bytes()) - at;
                bytes += Math.min(length, run.chunk().length());
                at += length;
            }
        }
        return bytes;
    }

    /** What is fetched, in order. */
    List<Gap> gaps() {
        return gaps;
    }
}
