package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Gap;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestDifference;
import dev.dsync.core.chunk.Stretch;
import dev.dsync.core.chunk.Stretch.Kept;
import dev.dsync.core.hash.Digest;
import dev.dsync.engine.fetch.Basis.Beginning;
import dev.dsync.engine.fetch.Basis.Donor;
import dev.dsync.engine.fetch.Recipe.Copy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a file of known manifest is made: of what an earlier run has built of it, of an old
 * file, of chunks that are elsewhere, and of what has to be fetched.
 */
public final class Cook {
    private final Manifest now;
    private final List<Copy> copies = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    /** Runs that are in their place already. */
    private final List<Kept> inPlace = new ArrayList<>();

    private @Nullable Donor old;
    private long oldBytes;
    private boolean isDoubtful;
    private @Nullable Beginning beginning;

    /** A file of this manifest, of which nothing is known to be here. */
    public Cook(Manifest now) {
        this.now = now;
        if (now.root().bytes() > 0) {
            gaps.add(new Gap(0, now.root().bytes(), 0, 0, false));
        }
    }

    /** Where chunks are. */
    @FunctionalInterface
    public interface Places {
        /** A file that had the chunk, and its offset there; whoever copies it makes sure. */
        Optional<Place> find(Digest chunk) throws IOException;
    }

    /** A chunk of a file. */
    public record Place(Donor donor, long offset) {}

    /** Takes what an earlier run has built, as far as it is in its place; before all else. */
    public Cook goOn(Beginning stage, Manifest staged) throws IOException {
        beginning = stage;
        ManifestDifference difference = staged.difference(now);
        for (Stretch next = difference.next(); next != null; next = difference.next()) {
            if (next instanceof Kept kept
                    && kept.offset() == kept.oldOffset()
                    && kept.count() == 1) {
                addInPlace(kept);
            }
        }
        return this;
    }

    private void addInPlace(Kept kept) {
        Kept last = inPlace.isEmpty() ? null : inPlace.getLast();
        if (last != null && last.end() == kept.offset()) {
            inPlace.removeLast();
            long length = last.length() + kept.length();
            inPlace.add(new Kept(last.offset(), length, 1, last.offset()));
        } else {
            inPlace.add(kept);
        }
    }

    /**
     * Takes an old file, from which patches are made as well; before chunks elsewhere.
     *
     * @param isGuess whether it is not known to be like this one, unless they share chunks
     */
    public Cook from(Donor donor, Manifest manifest, boolean isGuess) throws IOException {
        old = donor;
        oldBytes = manifest.root().bytes();
        gaps.clear();
        int before = copies.size();
        ManifestDifference difference = manifest.difference(now);
        for (Stretch next = difference.next(); next != null; next = difference.next()) {
            switch (next) {
                case Gap gap -> gaps.add(gap);
                case Kept kept -> add(donor, kept);
            }
        }
        isDoubtful = isGuess && copies.size() == before;
        return this;
    }

    /** Takes chunks of gaps that are elsewhere. */
    public Cook from(Places places) throws IOException {
        List<Gap> before = List.copyOf(gaps);
        gaps.clear();
        Manifest.Cursor runs = now.cursor();
        for (Gap gap : before) {
            runs.seek(gap.offset());
            long end = gap.offset() + gap.length();
            long lacking = gap.offset();
            for (long at = gap.offset(); at < end; ) {
                ChunkRun run = runs.next();
                if (run == null) {
                    break;
                }
                long length = Math.min(end, runs.offset() + run.bytes()) - at;
                Optional<Place> place = places.find(run.chunk().name());
                if (place.isPresent()) {
                    addPart(gap, lacking, at, gaps);
                    int chunk = run.chunk().length();
                    add(
                            place.get().donor(),
                            new Kept(at, chunk, length / chunk, place.get().offset()));
                    lacking = at + length;
                }
                at += length;
            }
            addPart(gap, lacking, end, gaps);
        }
        return this;
    }

    private static long oldAt(Gap gap, long position) {
        return Math.round((double) gap.oldLength() * (position - gap.offset()) / gap.length());
    }

    /** Adds a run, which is joined with the one before where both are one run of the donor too. */
    private void add(Donor donor, Kept kept) {
        Copy last = copies.isEmpty() ? null : copies.getLast();
        if (last != null
                && last.donor().equals(donor)
                && last.kept().count() == 1
                && kept.count() == 1
                && last.kept().end() == kept.offset()
                && last.kept().oldOffset() + last.kept().length() == kept.oldOffset()) {
            Kept before = last.kept();
            copies.removeLast();
            long length = before.length() + kept.length();
            copies.add(new Copy(donor, new Kept(before.offset(), length, 1, before.oldOffset())));
        } else {
            copies.add(new Copy(donor, kept));
        }
    }

    /** The recipe. */
    public Recipe done() {
        List<Copy> left = new ArrayList<>();
        List<Gap> lacking = new ArrayList<>();
        copies.forEach(copy -> without(copy, left));
        gaps.forEach(gap -> without(gap, lacking));
        left.sort(Comparator.comparingLong(copy -> copy.kept().offset()));
        return new Recipe(now, old, oldBytes, isDoubtful, beginning, left, lacking);
    }

    /** What is not in its place of a run. */
    private void without(Copy copy, List<Copy> left) {
        Kept kept = copy.kept();
        if (kept.count() > 1) {
            left.add(copy); // equal chunks one behind the other: what is there is made again
            return;
        }
        long from = kept.offset();
        for (Kept there : inPlace) {
            if (there.end() > from && there.offset() < kept.end()) {
                addPart(copy, from, there.offset(), left);
                from = there.end();
            }
        }
        addPart(copy, from, kept.end(), left);
    }

    private static void addPart(Copy copy, long from, long to, List<Copy> left) {
        if (to > from) {
            Kept kept = copy.kept();
            long oldOffset = kept.oldOffset() + from - kept.offset();
            left.add(new Copy(copy.donor(), new Kept(from, to - from, 1, oldOffset)));
        }
    }

    /** What is not in its place of a gap. */
    private void without(Gap gap, List<Gap> left) {
        long end = gap.offset() + gap.length();
        long from = gap.offset();
        for (Kept there : inPlace) {
            if (there.end() > from && there.offset() < end) {
                addPart(gap, from, there.offset(), left);
                from = there.end();
            }
        }
        addPart(gap, from, end, left);
    }

    /** Adds the part of a gap from one byte of the file to another. */
    private static void addPart(Gap gap, long from, long to, List<Gap> left) {
        if (to > from) {
            long oldFrom = oldAt(gap, from);
            long oldLength = oldAt(gap, to) - oldFrom;
            left.add(new Gap(from, to - from, gap.oldOffset() + oldFrom, oldLength, gap.isGuess()));
        }
    }
}
