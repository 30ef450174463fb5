package dev.dsync.app.cli;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.TypedPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options that say what the sources are, while they are read; later ones win. */
final class SourceDraft {
    /** The most bytes a list of files may have. */
    private static final int LIST_MAX = 1 << 20;

    /** The file with the list of files, as typed. */
    byte @Nullable [] filesFrom;

    boolean nulSeparated;
    boolean implied = true;
    boolean passesMissing;
    boolean deletesMissing;
    boolean withoutEmpty;
    boolean safeLinks;
    boolean mungesLinks;
    boolean keepsDirectoryLinks;
    boolean copyLinks;
    boolean copyUnsafeLinks;
    boolean copyDirectoryLinks;
    boolean ownIgnoreFiles = true;
    boolean gitIgnoreFiles;

    /** Which links stand for what they lead to. */
    Scope.Links links() {
        return new Scope.Links(copyLinks, copyDirectoryLinks, copyUnsafeLinks, keepsDirectoryLinks);
    }

    /** Which ignore files count. */
    Scope.Ignores ignores() {
        return new Scope.Ignores(ownIgnoreFiles, gitIgnoreFiles);
    }

    /** What becomes of sources that are not there. */
    Scope.Missing missing() {
        if (deletesMissing) {
            return Scope.Missing.DELETES;
        }
        return passesMissing ? Scope.Missing.PASSES : Scope.Missing.FAILS;
    }

    /** Whether a list says what is taken. */
    boolean isListed() {
        return filesFrom != null;
    }

    /** What is taken: the sources, or what a list names below the one there is. */
    List<Location> taken(Ends ends, boolean relative) throws UsageException, IOException {
        byte[] file = filesFrom;
        if (file == null) {
            return ends.sources();
        }
        if (ends.sources().size() != 1) {
            throw new UsageException(
                    "cannot take what --files-from names from "
                            + ends.sources().size()
                            + " sources: all of it is below one; name that one");
        }
        Location source = ends.sources().getFirst();
        List<Location> taken = new ArrayList<>();
        try {
            for (TypedPath path :
                    FilesFrom.of(read(file), nulSeparated).below(source.path(), relative)) {
                taken.add(source.at(path));
            }
        } catch (IllegalNameException e) {
            throw new UsageException(
                    "cannot use --files-from '"
                            + Latin.shown(Latin.text(file))
                            + "': "
                            + e.getMessage()
                            + "; with -0 lines end at NUL");
        }
        return taken;
    }

    private static byte[] read(byte[] file) throws UsageException, IOException {
        byte[] content;
        try {
            content = new OperatorFiles().read(file);
        } catch (OperatorFiles.UnreadableException e) {
            throw e.of("--files-from", ExitCode.USAGE);
        }
        if (content.length > LIST_MAX) {
            throw new UsageException(
                    "cannot use --files-from '"
                            + Latin.shown(Latin.text(file))
                            + "': it is longer than 1 MiB; run dsync for a part of it at a time");
        }
        return content;
    }
}
