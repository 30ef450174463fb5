package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.Gap;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.Stretch.Kept;
import dev.dsync.engine.fetch.Basis.Beginning;
import dev.dsync.engine.fetch.Basis.Donor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file of known manifest is made: of runs of files that are here, and between them of gaps,
 * whose bytes are fetched.
 */
public final class Recipe {
    private final Manifest manifest;
    private final @Nullable Donor old;
    private final @Nullable Beginning beginning;
    private final List<Copy> copies;
    private final List<Gap> gaps;

    /**
     * A run that is here.
     *
     * @param kept where it goes, and where it is in the donor
     */
    record Copy(Donor donor, Kept kept) {}

    Recipe(
            Manifest manifest,
            @Nullable Donor old,
            @Nullable Beginning beginning,
            List<Copy> copies,
            List<Gap> gaps) {
        this.manifest = manifest;
        this.old = old;
        this.beginning = beginning;
        this.copies = List.copyOf(copies);
        this.gaps = List.copyOf(gaps);
    }

    /** What the file shall contain. */
    Manifest manifest() {
        return manifest;
    }

    /** The file with the old bytes of gaps. */
    Donor old() {
        if (old == null) {
            throw new IllegalStateException("gaps without old bytes");
        }
        return old;
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

    /** What is fetched, in order. */
    List<Gap> gaps() {
        return gaps;
    }
}
