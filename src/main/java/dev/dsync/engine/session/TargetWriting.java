package dev.dsync.engine.session;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.apply.Backups;
import dev.dsync.engine.apply.Keeping;
import dev.dsync.engine.apply.Recheck;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How what changes at a target is written, as its run was asked to. */
final class TargetWriting {
    private TargetWriting() {}

    /** Refuses directories that may not be named at a target. */
    static void require(TargetPlace place, Policy.Writing writing) throws Refusal {
        TypedPath backups = writing.backup().map(Policy.Backup::directory).orElse(null);
        if (backups != null) {
            place.require(backups);
        }
        for (TypedPath one :
                writing.alternates().map(Policy.Alternates::directories).orElse(List.of())) {
            place.require(one);
        }
    }

    /**
     * Who writes.
     *
     * @param there what the source lists
     * @param files how many files of the plan need content
     */
    static Applier applier(
            TargetPlace place, Root root, Terms terms, Listing there, Recheck recheck, long files)
            throws IOException {
        Policy.Writing writing = terms.request().policy().writing();
        Optional<Backups> backups =
                writing.backup().map(how -> backups(place, root, how, terms, there));
        Applier applier =
                new Applier(
                        root,
                        place.isSuperuser(),
                        recheck,
                        Keeping.in(backups, writing.inPlace()),
                        files);
        Policy.Alternates alternates = writing.alternates().orElse(null);
        return alternates == null
                ? applier
                : applier.with(place.alternates(alternates, terms.profile())::root);
    }

    private static Backups backups(
            TargetPlace place, Root root, Policy.Backup how, Terms terms, Listing there) {
        TypedPath directory = how.directory();
        return new Backups(
                root,
                how,
                directory == null ? null : () -> place.backups(directory),
                path -> there.find(path).isPresent(),
                terms.profile().xattrs());
    }
}
