package dev.dsync.engine.apply;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.List;

/** Makes something like another, whatever attributes it has; what cannot be set is an error. */
final class Twin {
    /** A label that the system gives by its own rules. */
    private static final String LABEL = "security.selinux";

    private Twin() {}

    /** Makes another of what has a name here and is no directory; its content is durable. */
    static void make(Directory directory, Name name, Name twin, Stat now) throws IOException {
        switch (now.kind()) {
            case FILE -> BackupFiles.copyFile(directory, name, directory, twin, now);
            case SYMLINK -> directory.makeSymlink(twin, directory.readLink(name));
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                    directory.makeSpecial(
                            twin, now.kind(), now.mode(), now.deviceMajor(), now.deviceMinor());
            case DIRECTORY -> throw new IllegalStateException("a directory has one name");
        }
        Stat made = directory.stat(twin);
        if (made.uid() != now.uid() || made.gid() != now.gid()) {
            directory.setOwner(twin, now.uid(), now.gid());
        }
        copy(directory.xattrs(name), directory.xattrs(twin));
        if (now.kind() != Kind.SYMLINK) {
            directory.setMode(twin, now.mode());
        }
        directory.setModified(twin, now.modified());
    }

    /** Gives a directory the attributes of another. */
    static void attributes(Directory from, Directory to) throws IOException {
        Stat like = from.stat();
        Stat made = to.stat();
        if (made.uid() != like.uid() || made.gid() != like.gid()) {
            to.setOwner(like.uid(), like.gid());
        }
        copy(from.xattrs(), to.xattrs());
        to.setMode(like.mode());
        to.setModified(like.modified());
    }

    private static void copy(Xattrs from, Xattrs to) throws IOException {
        List<Xattrs.Key> wanted = XattrWriter.keys(from);
        for (Xattrs.Key key : XattrWriter.keys(to)) {
            if (!wanted.contains(key) && !key.text().equals(LABEL)) {
                to.remove(key);
            }
        }
        for (Xattrs.Key key : wanted) {
            byte[] value = key.text().equals(LABEL) ? null : from.get(key).orElse(null);
            if (value != null) {
                to.set(key, value);
            }
        }
    }
}
