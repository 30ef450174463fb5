package dev.dsync.engine.scan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What counts of an entry and no stat shows.
 *
 * @param more whether it has extended attributes that do not count, though some do
 */
record Extras(Entry.@Nullable Xattrs xattrs, Acls acls, boolean more) {
    /** Nothing. */
    static final Extras NONE = new Extras(null, Acls.NONE, false);

    /** Where the extended attributes of an entry are. */
    @FunctionalInterface
    interface Place {
        Xattrs xattrs() throws IOException;
    }

    /** Those of an entry of this kind; where none count, nothing is looked at. */
    static Extras of(Place place, Kind kind, Profile profile) throws IOException {
        if (!count(kind, profile)) {
            return NONE;
        }
        Xattrs there = place.xattrs();
        return new Extras(
                there.listed(profile.xattrs()),
                countLists(kind, profile) ? there.acls(kind) : Acls.NONE,
                profile.xattrs() == Namespaces.USER && there.hasMoreThan(Namespaces.USER));
    }

    /** Whether any of an entry of this kind counts. */
    static boolean count(Kind kind, Profile profile) {
        return profile.xattrs() != Namespaces.NONE || countLists(kind, profile);
    }

    private static boolean countLists(Kind kind, Profile profile) {
        return profile.acls() && kind != Kind.SYMLINK;
    }

    /** All attributes of an entry, of which the mode may be another than a stat showed. */
    Attributes with(Stat stat, int mode) {
        return new Attributes(mode, stat.modified(), stat.uid(), stat.gid(), acls);
    }
}
