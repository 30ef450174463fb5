package dev.dsync.engine.apply;

import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Gives entries the access control lists they shall have. What cannot be set is told, and the group
 * then gets no more than the list would have given it: its bits of the mode are the list's mask.
 */
final class AclWriter {
    private final Consumer<Item> failed;

    /** One that tells what cannot be set. */
    AclWriter(Consumer<Item> failed) {
        this.failed = failed;
    }

    /**
     * Sets the lists of something that is no symbolic link.
     *
     * @param there the extended attributes it has
     * @param mode the one it shall have
     * @return the one it gets, which is to be set after this
     */
    int set(RelPath path, Xattrs there, Kind kind, int mode, Acls wanted) throws IOException {
        try {
            Acls now = there.acls(kind);
            if (!Objects.equals(now.inherited(), wanted.inherited())) {
                there.setInherited(wanted.inherited());
            }
            if (!Objects.equals(now.access(), wanted.access())) {
                there.setAccess(wanted.access(), mode);
            }
            return mode;
        } catch (FsException e) {
            String reason = "access control list: " + Problem.reason(e);
            failed.accept(new Item.Failed(new Problem(path, Problem.Kind.SET_ATTRIBUTES, reason)));
            return Wanted.limited(mode, wanted.access());
        }
    }
}
