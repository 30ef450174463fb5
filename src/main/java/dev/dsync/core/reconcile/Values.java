package dev.dsync.core.reconcile;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.RelPath;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of two values at a path is the greater, and whether they are the same. */
final class Values {
    /**
     * The total order: a directory before all else, then what was modified later, then the greater
     * author, then the greater content. What follows only tells values apart that differ in
     * attributes, so that no two that differ are equal.
     */
    static final Comparator<Known.Live> ORDER =
            Comparator.comparing((Known.Live value) -> isDirectory(value.entry()))
                    .thenComparing(
                            Known.Live::entry,
                            (a, b) ->
                                    isDirectory(a)
                                            ? 0
                                            : a.attributes()
                                                    .modified()
                                                    .compareTo(b.attributes().modified()))
                    .thenComparing(value -> value.revision().author())
                    .thenComparing(Known.Live::entry, Values::compareContent)
                    .thenComparing(
                            Known.Live::entry,
                            Comparator.comparing(Entry::attributes, Values::compareAttributes)
                                    .thenComparing(Values::xattrs, Values::compare))
                    .thenComparing(value -> value.revision().previous(), Values::compare);

    private Values() {}

    private static @Nullable Digest xattrs(Entry entry) {
        return entry.xattrs() == null ? null : entry.xattrs().digest();
    }

    static boolean isDirectory(Entry entry) {
        return entry instanceof Entry.DirectoryEntry;
    }

    /** Whether they are the same but for attributes. */
    static boolean isSame(Entry a, Entry b) {
        return compareContent(a, b) == 0;
    }

    /** Whether {@code older} is what {@code newer}, a file, was made from. */
    static boolean isAncestor(Known.Live older, Known.Live newer) {
        return newer.entry() instanceof Entry.FileEntry
                && older.entry() instanceof Entry.FileEntry file
                && Objects.equals(file.content(), newer.revision().previous());
    }

    /** The entry under another path, as a file of its own. */
    static Entry at(RelPath path, Entry entry) {
        return switch (entry) {
            case Entry.FileEntry file ->
                    new Entry.FileEntry(
                            path,
                            file.attributes(),
                            file.size(),
                            null,
                            file.content(),
                            file.xattrs());
            case Entry.DirectoryEntry directory ->
                    new Entry.DirectoryEntry(
                            path, directory.attributes(), directory.listed(), directory.xattrs());
            case Entry.SymlinkEntry link ->
                    new Entry.SymlinkEntry(path, link.attributes(), link.target(), link.xattrs());
            case Entry.SpecialEntry special ->
                    new Entry.SpecialEntry(
                            path,
                            special.attributes(),
                            special.kind(),
                            special.deviceMajor(),
                            special.deviceMinor(),
                            special.xattrs());
        };
    }

    private static int compareContent(Entry a, Entry b) {
        int byKind = a.kind().compareTo(b.kind());
        if (byKind != 0) {
            return byKind;
        }
        return switch (a) {
            case Entry.FileEntry file -> compare(file.content(), ((Entry.FileEntry) b).content());
            case Entry.DirectoryEntry _ -> 0;
            case Entry.SymlinkEntry link ->
                    compare(link.target(), ((Entry.SymlinkEntry) b).target());
            case Entry.SpecialEntry special -> compare(special, (Entry.SpecialEntry) b);
        };
    }

    private static int compare(LinkTarget a, LinkTarget b) {
        return Arrays.compareUnsigned(a.bytes(), b.bytes());
    }

    private static int compare(Entry.SpecialEntry a, Entry.SpecialEntry b) {
        int byMajor = Integer.compareUnsigned(a.deviceMajor(), b.deviceMajor());
        return byMajor != 0 ? byMajor : Integer.compareUnsigned(a.deviceMinor(), b.deviceMinor());
    }

    private static int compareAttributes(Attributes a, Attributes b) {
        int byMode = Integer.compare(a.mode(), b.mode());
        if (byMode != 0) {
            return byMode;
        }
        int byOwner = Integer.compareUnsigned(a.uid(), b.uid());
        return byOwner != 0 ? byOwner : Integer.compareUnsigned(a.gid(), b.gid());
    }

    private static int compare(@Nullable Digest a, @Nullable Digest b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return a.compareTo(b);
    }
}
