package dev.dsync.engine.session;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.SwarmLink;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The files of a folder, of which pieces are handed on: those that are as they are listed. */
final class StandingFiles implements SwarmLink.Files {
    private final Folder folder;

    StandingFiles(Folder folder) {
        this.folder = folder;
    }

    private @Nullable FileEntry listed(RelPath path, Digest content) throws IOException {
        return folder.snapshot().known(path) instanceof Known.Live live
                        && live.entry() instanceof FileEntry file
                        && content.equals(file.content())
                ? file
                : null;
    }

    @Override
    public OptionalLong find(RelPath path, Digest content) throws IOException {
        FileEntry file = listed(path, content);
        return file == null ? OptionalLong.empty() : OptionalLong.of(file.size());
    }

    @Override
    public byte @Nullable [] read(RelPath path, Digest content, long offset, int length)
            throws IOException {
        FileEntry listed = listed(path, content);
        if (listed == null || length > listed.size() - offset) {
            return null;
        }
        try (Directory directory = folder.root().open(path.parent());
                ReadableFile file = directory.openFile(path.name())) {
            byte[] bytes = new byte[length];
            boolean isAll = file.read(offset, bytes, 0, length) == length;
            return isAll && isAsListed(file.stat(), listed) ? bytes : null;
        } catch (FsException e) {
            return null; // it is gone
        }
    }

    private static boolean isAsListed(Stat stat, FileEntry listed) {
        return stat.size() == listed.size()
                && stat.modified().equals(listed.attributes().modified());
    }
}
