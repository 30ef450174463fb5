package dev.dsync.engine.session;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.filter.DirectoryFilter;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.Origin;
import dev.dsync.engine.scan.Reach;
import dev.dsync.engine.scan.Scan;
import dev.dsync.engine.scan.Scanner;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists at a target just what the sources will list, so that equal trees have equal pages. */
final class TargetScan {
    private TargetScan() {}

    /**
     * What is here.
     *
     * @param ignoring what the ignore files here say
     */
    record Here(Scan scan, IgnoreRules.Texts ignoring) {}

    static Here scan(TargetPlace place, Terms terms, Indexing indexing, PageStore pages)
            throws IOException {
        return scan(place, terms, indexing, pages, Reach.Links.NONE);
    }

    /** The same once it is known which links stand for directories here. */
    static Here scan(
            TargetPlace place, Terms terms, Indexing indexing, PageStore pages, Reach.Links links)
            throws IOException {
        Switching switching = place.switched().orElse(null);
        if (switching != null && !terms.request().dryRun()) {
            switching.clear();
        }
        Root root = place.root().orElse(null);
        Scope scope = terms.request().scope();
        List<Origin> origins = new ArrayList<>();
        if (root != null && scope.top()) {
            origins.add(Origin.ofTop(root));
        }
        if (root != null) {
            terms.tops().forEach(top -> origins.add(origin(root, top, scope)));
            terms.absent().forEach(name -> origins.add(new Origin(root, name, name, true)));
        }
        IgnoreReader reader = null;
        Choice choice = Choice.ALL;
        if (root != null) {
            reader = new IgnoreReader(root, links, true);
            choice =
                    reader.without(
                            FilterChoice.atTarget(
                                    scope, place, root, deletesExcluded(terms), links),
                            scope,
                            Set.copyOf(terms.tops()));
        }
        Choice taken = choice;
        // What is deleted goes with all that is in it, also where directories are not entered.
        Policy.Deletion deletion = terms.request().policy().deletion();
        boolean named = !terms.absent().isEmpty();
        Reach reach =
                new Reach(
                        scope.recursive() || deletion.enabled() || (named && deletion.force()),
                        scope.directories() || named,
                        scope.oneFileSystem(),
                        scope.withoutImplied(),
                        false,
                        opensClosedOf(place, terms),
                        ModeChanges.NONE,
                        false,
                        false,
                        links,
                        origin -> taken);
        Scan scan =
                Scanner.scan(
                        origins,
                        terms.profile(),
                        reach,
                        opened -> place.contents(opened, indexing),
                        pages);
        return new Here(scan, reader == null ? IgnoreRules.Texts.NONE : reader.texts());
    }

    /**
     * The source may list what is directly in a directory that was named, of which this side is not
     * told: nothing comes of listing it here for nothing.
     */
    private static Origin origin(Root root, RelPath top, Scope scope) {
        boolean contents = top.isRoot() || (scope.relative() && scope.directories());
        return new Origin(root, top, top, contents);
    }

    /** A run that only tells changes no mode either. */
    private static int opensClosedOf(TargetPlace place, Terms terms) {
        return terms.request().dryRun() || place.isSuperuser() ? Reach.NOBODY : place.user();
    }

    /**
     * What may not be deleted here; null where no rule says anything.
     *
     * @param files the files of rules here; null if there is no root
     */
    static @Nullable DirectoryFilter protecting(
            TargetPlace place, @Nullable MergeFiles files, Terms terms) throws IOException {
        Scope scope = terms.request().scope();
        return files == null || scope.rules().isEmpty()
                ? null
                : FilterChoice.protecting(scope, place.ancestry(), files, deletesExcluded(terms));
    }

    private static boolean deletesExcluded(Terms terms) {
        Policy.Deletion deletion = terms.request().policy().deletion();
        return deletion.excluded();
    }
}
