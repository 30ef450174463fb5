package dev.dsync.engine.scan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A name of a directory, with the first layer that has it.
 *
 * @param stat of what it stands for
 * @param followed where that lies, if it is a link that was followed
 * @param xattrs those that take part; null where none do
 */
record Found(
        Layer layer,
        Name name,
        Stat stat,
        @Nullable Origin followed,
        Entry.@Nullable Xattrs xattrs) {
    /** Shows the extended attributes of something. */
    @FunctionalInterface
    interface Shown {
        /** All of them. */
        Xattrs xattrs() throws IOException;
    }

    static Found of(Layer layer, Name name, Following.Led led, Profile profile) throws IOException {
        Origin to = led.to();
        Shown shown = to == null ? () -> layer.xattrs(name) : to::xattrs;
        return new Found(layer, name, led.stat(), to, xattrs(shown, profile));
    }

    /** Those that take part; nobody is asked where none do. */
    static Entry.@Nullable Xattrs xattrs(Shown shown, Profile profile) throws IOException {
        return profile.xattrs() == Namespaces.NONE ? null : shown.xattrs().listed(profile.xattrs());
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
