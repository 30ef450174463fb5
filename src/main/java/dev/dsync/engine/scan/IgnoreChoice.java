package dev.dsync.engine.scan;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * What the ignore files of a root leave of a directory.
 *
 * @param beside what leaves out more
 * @param named what takes part whatever ignore files say of it
 */
record IgnoreChoice(IgnoreRules rules, Choice beside, Set<RelPath> named) implements Choice {
    /** What they leave at the top of the root. */
    static Choice top(Choice beside, List<Name> names, MergeFiles files, Set<RelPath> named)
            throws IOException {
        try {
            return new IgnoreChoice(IgnoreRules.ofRoot(names, files), beside, named);
        } catch (InvalidRuleException e) {
            throw senseless(e);
        }
    }

    /** Not to be told from a file that cannot be read: what it ignores is unknown. */
    private static FsException senseless(InvalidRuleException e) {
        String detail = e.getMessage() + "; " + e.fault().remedy();
        FsException unreadable = new FsException(FsException.Reason.OTHER, detail);
        unreadable.initCause(e);
        return unreadable;
    }

    @Override
    public boolean includes(Name name, boolean directory) {
        return beside.includes(name, directory)
                && (rules.verdict(name, directory).included() || isNamed(name));
    }

    private boolean isNamed(Name name) {
        try {
            return !named.isEmpty() && named.contains(rules.directory().child(name));
        } catch (IllegalNameException e) {
            return false; // what has no path was not named by it
        }
    }

    @Override
    public Choice enter(Name directory) throws IOException {
        return below(directory, beside.enter(directory), isNamed(directory));
    }

    @Override
    public Choice pass(Name directory) throws IOException {
        return below(directory, beside.pass(directory), true);
    }

    private Choice below(Name directory, Choice besides, boolean passes) throws IOException {
        try {
            RelPath child = rules.directory().child(directory);
            IgnoreRules entered = passes ? rules.pass(child) : rules.enter(child);
            return new IgnoreChoice(entered, besides, named);
        } catch (InvalidRuleException e) {
            throw senseless(e);
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }
}
