package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.Gap;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestDifference;
import dev.dsync.core.chunk.Stretch;
import dev.dsync.core.chunk.Stretch.Kept;
import dev.dsync.engine.fetch.Basis.Donor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a file of known manifest is made: of runs of files that are here, and between them of gaps,
 * whose bytes are fetched.
 */
public final class Recipe {
    private final Manifest manifest;
    private final Donor old;
    private final List<Copy> copies;
    private final List<Gap> gaps;

    /**
     * A run that is here.
     *
     * @param kept where it goes, and where it is in the donor
     */
    record Copy(Donor donor, Kept kept) {}

    private Recipe(Manifest manifest, Donor old, List<Copy> copies, List<Gap> gaps) {
        this.manifest = manifest;
        this.old = old;
        this.copies = List.copyOf(copies);
        this.gaps = List.copyOf(gaps);
    }

    /** A file made of what it has in common with one that is here. */
    public static Recipe of(Donor donor, Manifest old, Manifest now) throws IOException {
        List<Copy> copies = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        ManifestDifference difference = old.difference(now);
        for (Stretch next = difference.next(); next != null; next = difference.next()) {
            switch (next) {
                case Gap gap -> gaps.add(gap);
                case Kept kept -> add(copies, donor, kept);
            }
        }
        return new Recipe(now, donor, copies, gaps);
    }

    /** Adds a run, which is joined with the one before where both are one run of the donor too. */
    private static void add(List<Copy> copies, Donor donor, Kept kept) {
        Copy last = copies.isEmpty() ? null : copies.getLast();
        if (last != null
                && last.donor.equals(donor)
                && last.kept.count() == 1
                && kept.count() == 1
                && last.kept.end() == kept.offset()
                && last.kept.oldOffset() + last.kept.length() == kept.oldOffset()) {
            Kept before = last.kept;
            copies.removeLast();
            copies.add(
                    new Copy(
                            donor,
                            new Kept(
                                    before.offset(),
                                    before.length() + kept.length(),
                                    1,
                                    before.oldOffset())));
        } else {
            copies.add(new Copy(donor, kept));
        }
    }

    /** What the file shall contain. */
    Manifest manifest() {
        return manifest;
    }

    /** The file with the old bytes of gaps. */
    Donor old() {
        return old;
    }

    /** Runs that are here, in order. */
    List<Copy> copies() {
        return copies;
    }

    /** What is fetched, in order. */
    List<Gap> gaps() {
        return gaps;
    }
}
