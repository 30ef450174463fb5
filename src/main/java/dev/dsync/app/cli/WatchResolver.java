package dev.dsync.app.cli;

import dev.dsync.app.web.StatusServer;
import dev.dsync.core.reconcile.ConflictName;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderState;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.util.Optional;

/** Settles conflicts in a directory that is watched, as {@code resolve} does. */
final class WatchResolver implements StatusServer.Resolving {
    private final FileSystem system;
    private final FolderState folder;

    WatchResolver(FileSystem system, FolderState folder) {
        this.system = system;
        this.folder = folder;
    }

    @Override
    public void resolve(String copy, String take) throws IOException {
        Conflict.Side side =
                ResolveCommand.side(take)
                        .orElseThrow(() -> new IOException("take local, remote, newer or both"));
        RelPath path =
                find(copy).orElseThrow(() -> new IOException("there is no such conflict any more"));
        try (Conflict conflict = Conflict.beneath(system, folder.root().location(), path)) {
            conflict.resolve(side);
        } catch (FsException e) {
            throw new IOException("cannot settle it: " + e.reason().text(), e);
        }
    }

    /** What is printed need not be the name: it is looked up, never made into one. */
    private Optional<RelPath> find(String copy) throws IOException {
        Listing.Cursor entries = folder.snapshot().listing().cursor();
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            if (!(entry instanceof DirectoryEntry)
                    && entry.path().toString().equals(copy)
                    && ConflictName.original(entry.path().name()).isPresent()) {
                return Optional.of(entry.path());
            }
        }
        return Optional.empty();
    }
}
