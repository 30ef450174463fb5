package dev.dsync.engine.scan;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A name of a directory, with the first layer that has it.
 *
 * @param stat of what it stands for
 * @param followed where that lies, if it is a link that was followed
 */
record Found(Layer layer, Name name, Stat stat, @Nullable Origin followed, Extras extras) {
    /** What a name stands for, with what counts of it. */
    static Found of(Layer layer, Name name, Following.Led led, Profile profile) throws IOException {
        Origin to = led.to();
        Kind kind = led.stat().kind();
        Extras extras =
                to == null
                        ? Extras.of(() -> layer.xattrs(name), kind, profile)
                        : extras(to, kind, profile);
        return new Found(layer, name, led.stat(), to, extras);
    }

    private static Extras extras(Origin to, Kind kind, Profile profile) throws IOException {
        if (!Extras.count(kind, profile)) {
            return Extras.NONE;
        }
        boolean top = to.at().isRoot();
        try (Directory directory = to.root().open(top ? to.at() : to.at().parent())) {
            return Extras.of(
                    () -> top ? directory.xattrs() : directory.xattrs(to.at().name()),
                    kind,
                    profile);
        }
    }

    /** Its extended attributes that count. */
    Entry.@Nullable Xattrs xattrs() {
        return extras.xattrs();
    }

    /** Where it was taken from. */
    Origin origin() {
        return followed == null ? layer.origin() : followed;
    }

    /** What the file contains, as those who know the contents of a root say. */
    Digest digest(RelPath path, Function<Root, KnownContents> contents)
            throws IOException, IllegalNameException {
        Origin origin = origin();
        RelPath at = origin.at().resolve(path.relativeTo(origin.as()));
        return contents.apply(origin.root()).digest(at, stat, this::open);
    }

    /** Opens the file. */
    ReadableFile open() throws IOException {
        return followed == null ? layer.openFile(name) : followed.openFile();
    }
}
