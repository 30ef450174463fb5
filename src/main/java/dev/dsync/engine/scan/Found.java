package dev.dsync.engine.scan;

import dev.dsync.core.tree.Entry.Xattrs;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A name of a directory, with the first layer that has it.
 *
 * @param stat of what it stands for
 * @param followed where that lies, if it is a link that was followed
 */
record Found(
        Layer layer, Name name, Stat stat, @Nullable Origin followed, @Nullable Xattrs xattrs) {
    /** What a name stands for, with those of its extended attributes that count. */
    static Found of(Layer layer, Name name, Following.Led led, Namespaces counted)
            throws IOException {
        Origin to = led.to();
        Xattrs xattrs = null;
        if (counted != Namespaces.NONE) {
            xattrs = to == null ? layer.xattrs(name).listed(counted) : listed(to, counted);
        }
        return new Found(layer, name, led.stat(), to, xattrs);
    }

    private static @Nullable Xattrs listed(Origin to, Namespaces counted) throws IOException {
        boolean top = to.at().isRoot();
        try (Directory directory = to.root().open(top ? to.at() : to.at().parent())) {
            return (top ? directory.xattrs() : directory.xattrs(to.at().name())).listed(counted);
        }
    }

    /** Where it was taken from. */
    Origin origin() {
        return followed == null ? layer.origin() : followed;
    }

    /** Opens the file. */
    ReadableFile open() throws IOException {
        return followed == null ? layer.openFile(name) : followed.openFile();
    }
}
