package dev.dsync.engine.session;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;

/**
 * Which paths the ignore files of one side say nothing is known of; quick where it is asked in
 * listing order. What was named by the user is not among them, nor what that lies in.
 */
final class IgnoredNames {
    private final Set<RelPath> named;
    private final Set<RelPath> above;

    /** The rules in the directory asked about last, and in those above it. */
    private final Deque<IgnoreRules> entered = new ArrayDeque<>();

    /**
     * Those of one side.
     *
     * @param files what the ignore files there say
     * @param named what the user has named
     */
    IgnoredNames(Scope.Ignores which, MergeFiles files, Collection<RelPath> named)
            throws IOException {
        this.named = Set.copyOf(named);
        this.above = RelPath.above(named);
        try {
            entered.push(IgnoreRules.ofRoot(which.names(), files));
        } catch (InvalidRuleException e) {
            throw senseless(e);
        }
    }

    /** Whether nothing is known of an entry. */
    boolean cover(RelPath path, boolean directory) throws IOException {
        if (path.isRoot() || named.contains(path) || (directory && above.contains(path))) {
            return false;
        }
        RelPath parent = path.parent();
        while (!parent.isWithin(entered.getFirst().directory())) {
            entered.pop();
        }
        try {
            while (entered.getFirst().directory().depth() < parent.depth()) {
                IgnoreRules rules = entered.getFirst();
                RelPath child = parent;
                while (child.depth() > rules.directory().depth() + 1) {
                    child = child.parent();
                }
                boolean passes = named.contains(child) || above.contains(child);
                entered.push(passes ? rules.pass(child) : rules.enter(child));
            }
        } catch (InvalidRuleException e) {
            throw senseless(e);
        }
        return entered.getFirst().verdict(path.name(), directory).excluded();
    }

    /** A side that lists a directory has made sense of the files there. */
    private static UnexpectedMessageException senseless(InvalidRuleException e) {
        UnexpectedMessageException unexpected =
                new UnexpectedMessageException(
                        "ListingRoot", "with ignore files that make no sense: " + e.getMessage());
        unexpected.initCause(e);
        return unexpected;
    }
}
