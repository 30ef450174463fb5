package dev.dsync.engine.session;

import dev.dsync.core.filter.DirectoryFilter;
import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.plan.Actions;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.Planner;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Scan;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a target does, as it follows from both listings: the same as often as it is asked for. */
final class TargetPlan {
    private final TargetPlace place;
    private final Terms terms;
    private final TargetScan.Here found;
    private final Scan here;
    private final Message.ListingRoot there;
    private final PageStore pages;
    private Set<RelPath> leadOut = Set.of();
    private OtherNames names = OtherNames.NONE;
    private @Nullable OwnerMap owners;
    private @Nullable Unlisted leftOut;
    private @Nullable MergeFiles rules;

    /**
     * The plan of one run.
     *
     * @param pages holds what of the source's listing is not as it is here
     */
    TargetPlan(
            TargetPlace place,
            Terms terms,
            TargetScan.Here found,
            Message.ListingRoot there,
            PageStore pages) {
        this.place = place;
        this.terms = terms;
        this.found = found;
        this.here = found.scan();
        this.there = there;
        this.pages = pages;
    }

    /**
     * The same where links stand for directories.
     *
     * @param names what is listed by more than one of them
     * @param refused links that should, and lead to where nothing may be put
     */
    TargetPlan linked(OtherNames names, Set<RelPath> refused) {
        this.names = names;
        leadOut = refused;
        return this;
    }

    /** What the source lists. */
    Listing remote() {
        return new Listing(terms.profile(), there.root(), pages);
    }

    /** What the source may list. */
    Bounds bounds() throws IOException {
        return new Bounds(remote(), terms.tops(), terms.absent(), terms.request().scope());
    }

    /** The plan from its first action on. */
    Actions open(boolean withUnchanged) throws IOException {
        Policy policy = terms.request().policy();
        Planner.SourceState state =
                there.complete() ? Planner.SourceState.COMPLETE : Planner.SourceState.FAILED;
        Planner planner = new Planner(policy, terms.profile(), place.umask(), state);
        planner.without(terms.absent());
        Policy.Alternates alternates = policy.writing().alternates().orElse(null);
        if (alternates != null) {
            planner.with(place.alternates(alternates, terms.profile()));
        }
        Listing remote = remote();
        DirectoryFilter protecting = TargetScan.protecting(place, rules(), terms);
        var protection = new Protection(terms, there, remote, names, protecting, found.ignoring());
        OwnerMap owners = owners();
        boolean all = withUnchanged || policy.needsUnchanged();
        boolean everything = all || leavesKindsOut() || place.munges() || !owners.isIdentity();
        Bounds bounds = bounds().refusing(leadOut);
        var pairs =
                ListingPairs.of(
                        here.listing(),
                        remote,
                        bounds,
                        everything,
                        protection,
                        here.partly(),
                        leftOut(),
                        owners,
                        place.munges());
        return withUnchanged ? planner.planWithUnchanged(pairs) : planner.plan(pairs);
    }

    /** Only for jobs that read: they follow one another. */
    private @Nullable MergeFiles rules() {
        if (rules == null) {
            rules =
                    place.root()
                            .<MergeFiles>map(root -> new RulesOnce(Choice.rulesIn(root)))
                            .orElse(null);
        }
        return rules;
    }

    /** Only for jobs that read: they follow one another. */
    Unlisted leftOut() {
        Unlisted known = leftOut;
        if (known == null) {
            known = new Unlisted(place.root().orElse(null), terms.profile(), here.partly());
            leftOut = known;
        }
        return known;
    }

    /** Only for jobs that read: they follow one another. */
    OwnerMap owners() {
        OwnerMap known = owners;
        if (known == null) {
            known =
                    OwnerMap.of(
                            place.accounts(),
                            terms.profile(),
                            there.userNames(),
                            there.groupNames(),
                            terms.request().attributes(),
                            place.isSuperuser());
            owners = known;
        }
        return known;
    }

    /** Whether the source lists kinds that take no part, which is to be told of each. */
    private boolean leavesKindsOut() {
        KindCounts counts = there.counts();
        return (counts.symlinks() > 0 && !terms.profile().links())
                || (counts.devices() > 0 && !terms.profile().devices())
                || (counts.specials() > 0 && !terms.profile().specials());
    }
}
