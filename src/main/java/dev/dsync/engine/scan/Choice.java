package dev.dsync.engine.scan;

import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Which names of one directory take part in a listing. */
public interface Choice {
    /** All but nothing: every name takes part, everywhere. */
    Choice ALL =
            new Choice() {
                @Override
                public boolean includes(Name name, boolean directory) {
                    return true;
                }

                @Override
                public Choice enter(Name directory) {
                    return this;
                }
            };

    /** Reads the files of rules in a root through the gate. */
    static MergeFiles rulesIn(Root root) {
        return rulesIn(root, Reach.Links.NONE);
    }

    /** The same, also in directories that are there by links. */
    static MergeFiles rulesIn(Root root, Reach.Links links) {
        return new RulesInRoot(root, false, false, links);
    }

    /**
     * Reads the ignore files in a root through the gate, also in directories that are there by
     * links; what has the name of git's and is no file says nothing, as to git.
     */
    static MergeFiles ignoresIn(Root root, Reach.Links links) {
        return new RulesInRoot(root, false, true, links);
    }

    /**
     * All but what the ignore files of that name in the root say, read while the root is walked:
     * for an origin that means all there is in it. An ignore file that makes no sense, too, costs
     * the listing of its directory only.
     *
     * @throws dev.dsync.io.fs.FsException if the root's own ignore file cannot be read, or makes no
     *     sense
     */
    static Choice withoutIgnored(Root root, Name file) throws IOException {
        MergeFiles files = new RulesInRoot(root, true, true, Reach.Links.NONE);
        return IgnoreChoice.top(ALL, List.of(file), files, Set.of());
    }

    /**
     * What a choice leaves but for what ignore files say of it. An ignore file that makes no sense
     * costs the listing of its directory only.
     *
     * @param names the names of ignore files; in one directory later ones go before earlier ones
     * @param files reads them
     * @param named what takes part whatever ignore files say of it, and of what it lies in
     * @throws dev.dsync.io.fs.FsException if an ignore file of the root cannot be read, or makes no
     *     sense
     */
    static Choice withoutIgnored(
            Choice choice, List<Name> names, MergeFiles files, Set<RelPath> named)
            throws IOException {
        return IgnoreChoice.top(choice, names, files, named);
    }

    /** Whether this name takes part. */
    boolean includes(Name name, boolean directory);

    /**
     * The choice in a directory of this one.
     *
     * @throws dev.dsync.io.fs.FsException if what decides there cannot be read: nothing in it is
     *     listed
     * @throws IOException if what decides there makes no sense: nothing can be listed
     */
    Choice enter(Name directory) throws IOException;

    /**
     * The choice in a directory that takes part whatever is said of it, being on the way to what
     * was named.
     *
     * @throws IOException as {@link #enter} does
     */
    default Choice pass(Name directory) throws IOException {
        return enter(directory);
    }
}
