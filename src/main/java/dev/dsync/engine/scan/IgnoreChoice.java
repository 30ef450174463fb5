package dev.dsync.engine.scan;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import java.io.IOException;

/** What the ignore files of a root leave of a directory. */
record IgnoreChoice(IgnoreRules rules) implements Choice {
    /** What they leave at the top of the root. */
    static Choice top(Root root, Name file) throws IOException {
        try {
            return new IgnoreChoice(
                    IgnoreRules.ofRoot(file, new RulesInRoot(root, true, Reach.Links.NONE)));
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
        return rules.verdict(name, directory).included();
    }

    @Override
    public Choice enter(Name directory) throws IOException {
        try {
            return new IgnoreChoice(rules.enter(rules.directory().child(directory)));
        } catch (InvalidRuleException e) {
            throw senseless(e);
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }
}
