package dev.dsync.engine.scan;

import dev.dsync.core.tree.Name;
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
record Found(Layer layer, Name name, Stat stat, @Nullable Origin followed) {
    Found(Layer layer, Name name, Following.Led led) {
        this(layer, name, led.stat(), led.to());
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
