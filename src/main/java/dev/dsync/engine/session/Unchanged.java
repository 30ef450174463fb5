package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.SpecialEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Stamp;
import java.io.IOException;

/**
 * Whether entries of a folder are still what they were when a snapshot was made.
 *
 * @param contents of the folder
 */
record Unchanged(Folder folder, Snapshot snapshot, KnownContents contents) {
    /** Whether an entry is, of which this was just seen. */
    boolean isStill(RelPath path, Stamp now) throws IOException {
        return switch (snapshot.listing().find(path).orElse(null)) {
            case null -> false;
            case FileEntry file when file.size() == 0 ->
                    now.kind() == Kind.FILE
                            && now.size() == 0
                            && now.modified().equals(file.attributes().modified());
            case FileEntry file ->
                    contents.index()
                            .find(path)
                            .filter(known -> known.holds(now))
                            .filter(known -> known.manifest().name().equals(file.content()))
                            .isPresent();
            case SymlinkEntry link ->
                    now.kind() == Kind.SYMLINK && target(path).equals(link.target());
            case DirectoryEntry _ -> now.kind() == Kind.DIRECTORY;
            case SpecialEntry _ -> false;
        };
    }

    private LinkTarget target(RelPath link) throws IOException {
        try (Directory directory = folder.root().open(link.parent())) {
            return directory.readLink(link.name());
        }
    }
}
