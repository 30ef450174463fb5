package dev.dsync.engine.session;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.apply.Backups;
import dev.dsync.engine.apply.Keeping;
import dev.dsync.engine.apply.Recheck;
import dev.dsync.io.fs.Root;

/** How what changes at a target is written, as its run was asked to. */
final class TargetWriting {
    private TargetWriting() {}

    /** Refuses directories that may not be named at a target. */
    static void require(TargetPlace place, Policy.Writing writing) throws Refusal {
        TypedPath backups = writing.backup().map(Policy.Backup::directory).orElse(null);
        if (backups != null) {
            place.require(backups);
        }
    }

    /**
     * Who writes.
     *
     * @param there what the source lists
     * @param files how many files of the plan need content
     */
    static Applier applier(
            TargetPlace place,
            Root root,
            Policy.Writing writing,
            Listing there,
            Recheck recheck,
            long files) {
        Keeping keeping =
                writing.backup().map(how -> keeping(place, root, how, there)).orElse(Keeping.NONE);
        return new Applier(root, place.isSuperuser(), recheck, keeping, files);
    }

    private static Keeping keeping(TargetPlace place, Root root, Policy.Backup how, Listing there) {
        TypedPath directory = how.directory();
        return Keeping.in(
                new Backups(
                        root,
                        how,
                        directory == null ? null : () -> place.backups(directory),
                        path -> there.find(path).isPresent()));
    }
}
