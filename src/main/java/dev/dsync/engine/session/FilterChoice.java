package dev.dsync.engine.session;

import dev.dsync.core.filter.DirectoryFilter;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.filter.RuleSet;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.filter.Side;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Reach;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What filter rules leave of a directory. A source leaves out what is hidden. A target leaves out
 * what is hidden and protected: what is only hidden may be deleted, and what is only protected may
 * be updated.
 */
final class FilterChoice implements Choice {
    /**
     * What the source hides here; null where everything is hidden, being below something that is.
     */
    private final @Nullable DirectoryFilter hiding;

    /** What the target protects here; null at a source. */
    private final @Nullable DirectoryFilter protecting;

    private FilterChoice(@Nullable DirectoryFilter hiding, @Nullable DirectoryFilter protecting) {
        this.hiding = hiding;
        this.protecting = protecting;
    }

    /** What takes part at the top of a source's listing. */
    static Choice atSource(
            Scope scope, FileSystem system, byte[] path, Root root, Reach.Links links)
            throws IOException {
        if (scope.rules().isEmpty()) {
            return Choice.ALL;
        }
        Ancestry ancestry = Ancestry.of(system, path);
        MergeFiles files = Choice.rulesIn(root, links);
        return new FilterChoice(top(scope, Side.SOURCE, ancestry, files), null);
    }

    /**
     * What a target lists; also what only perishable rules leave out, since it goes with a
     * directory that is deleted.
     */
    static Choice atTarget(
            Scope scope, TargetPlace place, Root root, boolean deletesExcluded, Reach.Links links)
            throws IOException {
        if (scope.rules().isEmpty()) {
            return Choice.ALL;
        }
        Ancestry ancestry = place.ancestry();
        MergeFiles files = Choice.rulesIn(root, links);
        return new FilterChoice(
                top(scope, Side.SOURCE, ancestry, files).whenDeleting(),
                protecting(scope, ancestry, files, deletesExcluded).whenDeleting());
    }

    /** What a target does not delete. */
    static DirectoryFilter protecting(
            Scope scope, Ancestry ancestry, MergeFiles files, boolean deletesExcluded)
            throws IOException {
        Side side = deletesExcluded ? Side.TARGET_DELETING_EXCLUDED : Side.TARGET;
        return top(scope, side, ancestry, files);
    }

    private static DirectoryFilter top(Scope scope, Side side, Ancestry ancestry, MergeFiles files)
            throws IOException {
        try {
            RuleSet rules = RuleSet.parse(String.join("\n", scope.rules()));
            return rules.enter(side, ancestry.fromSlash(), ancestry.beside(files));
        } catch (InvalidRuleException e) {
            throw invalid(e);
        }
    }

    private static Refusal invalid(InvalidRuleException e) {
        Refusal refusal = new Refusal(Message.Reason.INVALID_RULE, String.valueOf(e.getMessage()));
        refusal.initCause(e);
        return refusal;
    }

    @Override
    public boolean includes(Name name, boolean directory) {
        boolean hidden = hiding == null || hiding.verdict(name, directory).excluded();
        if (!hidden) {
            return true;
        }
        return protecting != null && protecting.verdict(name, directory).included();
    }

    @Override
    public Choice enter(Name directory) throws IOException {
        boolean hidden = hiding == null || hiding.verdict(directory, true).excluded();
        return below(directory, hidden ? null : hiding);
    }

    @Override
    public Choice pass(Name directory) throws IOException {
        return below(directory, hiding);
    }

    private Choice below(Name directory, @Nullable DirectoryFilter hides) throws IOException {
        try {
            return new FilterChoice(entered(hides, directory), entered(protecting, directory));
        } catch (InvalidRuleException e) {
            throw invalid(e);
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    private static @Nullable DirectoryFilter entered(
            @Nullable DirectoryFilter filter, Name directory)
            throws IOException, InvalidRuleException, IllegalNameException {
        return filter == null ? null : filter.enter(filter.directory().child(directory));
    }
}
