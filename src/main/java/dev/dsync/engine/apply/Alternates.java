package dev.dsync.engine.apply;

import dev.dsync.core.plan.Action.CreateFrom;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Makes what is new out of what there is in directories beside the target. */
final class Alternates {
    private static final Set<Reason> OUT_OF_REACH =
            Set.of(
                    Reason.NOT_FOUND,
                    Reason.NOT_DIRECTORY,
                    Reason.SYMLINK,
                    Reason.IS_DIRECTORY,
                    Reason.ACCESS_DENIED);

    private final Applier.Elsewhere elsewhere;
    private final AttributeWriter attributes;

    Alternates(Applier.Elsewhere elsewhere, AttributeWriter attributes) {
        this.elsewhere = elsewhere;
        this.attributes = attributes;
    }

    /**
     * Makes something under its own name as a hard link, or under its stage name as a copy.
     *
     * @return the name it has; empty where what is there is not what was planned with, or cannot be
     *     had
     */
    Optional<Name> make(CreateFrom from, Directory directory) throws IOException {
        Root root = elsewhere.root(from.alternate()).orElse(null);
        if (root == null) {
            return Optional.empty();
        }
        Name name = from.path().name();
        try (Directory there = root.open(from.path().parent())) {
            Stat now = there.stat(name);
            if (!isAsPlanned(now, from)) {
                return Optional.empty();
            }
            if (from.links()) {
                if (isLinked(there, name, directory)) {
                    return Optional.of(name);
                }
            }
            return from.remote() instanceof FileEntry
                    ? copied(from, there, directory, now)
                    : Optional.empty();
        } catch (FsException e) {
            if (!OUT_OF_REACH.contains(e.reason())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static boolean isAsPlanned(Stat now, CreateFrom from) {
        return now.kind() == from.like().kind()
                && now.modified().equals(from.like().attributes().modified())
                && (!(from.like() instanceof FileEntry file) || now.size() == file.size());
    }

    private static boolean isLinked(Directory there, Name name, Directory directory)
            throws IOException {
        try {
            there.link(name, directory, name);
            return true;
        } catch (FsException e) {
            if (!BackupFiles.isUnlinkable(e)) {
                throw e;
            }
            return false;
        }
    }

    private Optional<Name> copied(
            CreateFrom from, Directory there, Directory directory, Stat planned)
            throws IOException {
        Name name = from.path().name();
        Name staged = BackupFiles.staged(directory, name, planned);
        try (ReadableFile source = there.openFile(name);
                WritableFile copy = directory.createFile(staged)) {
            if (!copy.cloneFrom(source)) {
                copy.copyFrom(0, source, 0, planned.size());
            }
            attributes.set(copy, from.path(), 0, from.wanted(), from.wanted().modified());
            copy.sync();
            Stat read = source.stat();
            if (read.inode() == planned.inode()
                    && read.size() == planned.size()
                    && read.modified().equals(planned.modified())
                    && copy.stat().size() == planned.size()) {
                return Optional.of(staged);
            }
        } catch (EOFException e) {
            // it was cut off while it was copied: it comes from the source
        } catch (IOException e) {
            BackupFiles.discard(directory, staged, e);
            throw e;
        }
        directory.unlink(staged);
        return Optional.empty();
    }
}
