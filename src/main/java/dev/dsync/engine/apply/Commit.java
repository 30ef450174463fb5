package dev.dsync.engine.apply;

import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.index.ManifestDraft;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that was built, attributes and all, and is to take its place.
 *
 * @param staged the name it was built under, in its final directory
 * @param durable whether its content is on disk
 * @param literal content bytes that came from the source
 * @param manifest what the index is told once it is in its place; null for files it need not know
 */
public record Commit(
        Awaited awaited,
        Name staged,
        boolean durable,
        long literal,
        @Nullable ManifestDraft manifest) {
    /** It is not to take its place any more, and stays for a later run. */
    public void leave() {
        if (manifest != null) {
            manifest.leave();
        }
    }

    /** The index is not told of it. */
    void forget() {
        if (manifest != null) {
            manifest.drop();
        }
    }

    /**
     * Tells the index what it contains, if it is still the one that was built, and has a time of
     * its own.
     */
    void note(Stat built, Stat now) {
        if (manifest != null
                && awaited.wanted().modified() != null
                && now.inode() == built.inode()
                && now.size() == built.size()
                && now.modified().equals(built.modified())) {
            manifest.finish(now.stamp());
        } else {
            forget();
        }
    }

    /** Removes it, since it cannot be given its name. */
    void discard(Opened opened, IOException cause) {
        try {
            opened.parentOf(awaited.action().path()).unlink(staged);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
