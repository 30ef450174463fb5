package dev.dsync.engine.session;

import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.apply.Backups;
import dev.dsync.engine.apply.Keeping;
import dev.dsync.engine.apply.Recheck;
import dev.dsync.engine.apply.SwitchedTree;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How what changes at a target is written, as its run was asked to. */
final class TargetWriting {
    private TargetWriting() {}

    /**
     * How what the files of a target contain is remembered: not at all where others take their
     * place.
     *
     * @throws Refusal if what was asked for cannot be done there, which is closed then
     */
    static Indexing begin(TargetPlace place, Terms terms, Indexing indexing) throws IOException {
        Message.Request request = terms.request();
        if (!request.policy().writing().atomic()) {
            return indexing.believing(!request.policy().comparison().paranoid());
        }
        try {
            requireAtomic(terms);
            place.switching();
        } catch (IOException e) {
            place.close();
            throw e;
        }
        return Indexing.NONE;
    }

    private static void requireAtomic(Terms terms) throws Refusal {
        Policy.Writing writing = terms.request().policy().writing();
        boolean keeps = writing.backup().filter(how -> how.directory() != null).isPresent();
        boolean follows = KeptLinks.keeps(terms.request().scope());
        if (writing.inPlace() || keeps || follows || terms.removesSources()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED,
                    "--atomic-tree with --inplace, --append, --backup-dir, -K,"
                            + " --no-implied-dirs or --remove-source-files");
        }
    }

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
        SwitchedTree tree = place.switched().map(Switching::tree).orElse(null);
        Applier applier =
                new Applier(
                                root,
                                place.isSuperuser(),
                                tree == null ? recheck : (path, now) -> tree.isAsListed(path),
                                Keeping.in(backups, writing.inPlace()),
                                files)
                        .building(tree)
                        .leaving(directory -> isBystander(there.find(directory)));
        Policy.Alternates alternates = writing.alternates().orElse(null);
        return alternates == null
                ? applier
                : applier.with(place.alternates(alternates, terms.profile())::root);
    }

    /** Whether a directory is listed only for what was named in it. */
    private static boolean isBystander(Optional<Entry> listed) {
        return listed.isPresent()
                && listed.get() instanceof DirectoryEntry directory
                && directory.attributes().equals(Attributes.UNKNOWN);
    }

    /** What is done at the end of a run, and what is to be told of it. */
    static List<Item> conclude(TargetPlace place, DoneCount count, Message.ListingRoot there)
            throws IOException {
        Switching switching = place.switched().orElse(null);
        return switching == null ? List.of() : switching.conclude(count, there);
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
