package dev.dsync.engine.session;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Accept;
import dev.dsync.io.wire.Message.Feature;
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a listener agrees to, with its own end opened.
 *
 * @param accept what the dialler is told
 */
record Agreement(Accept accept, Run run) {
    private static final Set<Feature> HEEDED_BY_TARGET =
            Set.of(
                    Feature.WRITING,
                    Feature.IGNORES,
                    Feature.PARANOID,
                    Feature.KEPT_LINKS,
                    Feature.WITHOUT_IMPLIED,
                    Feature.ABSENT,
                    Feature.ATOMIC_TREE);
    private static final Set<Feature> HEEDED_BY_SOURCE =
            Set.of(Feature.IGNORES, Feature.PARANOID, Feature.WITHOUT_IMPLIED, Feature.LINKS);

    /** Opens what a dialler asks for. */
    static Agreement admit(
            Request request, Premises premises, Indexing indexing, SyncEvent.Listener events)
            throws IOException {
        if (request.dialler() == Role.PEER) {
            if (!request.profile().equals(Premises.Folder.PROFILE)) {
                throw new Refusal(Message.Reason.UNSUPPORTED, "folders of another profile");
            }
            Accept accept = new Accept(request.profile(), List.of(), List.of(), null, 0, Set.of());
            return new Agreement(accept, new PeerRun(premises.folder(request), events));
        }
        Profile profile = request.profile().and(premises.profile());
        if (request.dialler() == Role.SOURCE) {
            TargetPlace place = premises.target(request);
            Name rename = place.rename();
            List<RelPath> tops = named(rename, request.placement().tops());
            List<RelPath> absent =
                    deletes(request) ? named(rename, request.placement().absent()) : List.of();
            int missing = place.missing();
            Accept accept = new Accept(profile, tops, absent, rename, missing, HEEDED_BY_TARGET);
            Terms terms = new Terms(request, profile, tops, absent, rename, missing, false);
            return new Agreement(accept, ConfirmingTarget.of(place, terms, indexing, events));
        }
        SourceFiles files = premises.source(request);
        boolean renames = files.isSingle() && !request.placement().intoDirectory();
        Name rename = renames ? request.placement().rename() : null;
        List<RelPath> tops = named(rename, files.placement().tops());
        List<RelPath> absent = named(rename, files.placement().absent());
        Accept accept = new Accept(profile, tops, absent, rename, 0, HEEDED_BY_SOURCE);
        Terms terms = new Terms(request, profile, tops, absent, rename, 0, false);
        return new Agreement(accept, RemovingSource.of(files, terms, indexing, events));
    }

    /** Refuses a listener that agrees to something else than was asked for. */
    static void check(Request request, Accept accept) throws IOException {
        if (!accept.profile().equals(accept.profile().and(request.profile()))) {
            throw UnexpectedMessageException.of(accept, "with a wider profile");
        }
        requireKept(request.profile(), accept.profile());
        requireHeeded(request, accept);
        if (request.dialler() == Role.TARGET) {
            // A target cuts the name off the path that was typed, and writes beside it: nothing
            // else than that name may come.
            Name rename = accept.rename();
            if (rename != null
                    && (request.paths().size() != 1
                            || !Objects.equals(rename, request.placement().rename()))) {
                throw UnexpectedMessageException.of(accept, "with another name");
            }
            Set<RelPath> asked =
                    rename == null
                            ? SourceFiles.tops(request.paths(), request.scope())
                            : Set.copyOf(named(rename, List.of(RelPath.ROOT)));
            if (!asked.containsAll(accept.tops())) {
                throw UnexpectedMessageException.of(accept, "with sources nobody asked for");
            }
            if (!accept.absent().isEmpty()
                    && !(deletes(request) && asked.containsAll(accept.absent()))) {
                throw UnexpectedMessageException.of(accept, "with deletes nobody asked for");
            }
        }
    }

    /** Refuses a listener that would leave out some of what was asked for. */
    private static void requireHeeded(Request request, Accept accept) throws Refusal {
        Set<Feature> lacking = needed(request);
        lacking.removeAll(accept.heeded());
        if (!lacking.isEmpty()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED,
                    "the other dsync is too old " + purpose(lacking.iterator().next()));
        }
    }

    /** Refuses a listener that keeps less than must be kept. */
    private static void requireKept(Profile asked, Profile kept) throws Refusal {
        if (asked.xattrs() != Namespaces.NONE && kept.xattrs() == Namespaces.NONE) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED, "the other side keeps no extended attributes");
        }
        if (asked.acls() && !kept.acls()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED, "the other side keeps no access control lists");
        }
    }

    /** What a listener has to heed for all that is asked of it to be done, as a set of its own. */
    private static Set<Feature> needed(Request request) {
        Scope scope = request.scope();
        boolean pushes = request.dialler() == Role.SOURCE;
        Set<Feature> needed = EnumSet.allOf(Feature.class);
        needed.removeIf(
                feature ->
                        !switch (feature) {
                            case WRITING ->
                                    pushes
                                            && !request.policy()
                                                    .writing()
                                                    .equals(Policy.Writing.USUAL);
                            case IGNORES -> scope.ignores().any();
                            case PARANOID -> request.policy().comparison().paranoid();
                            case KEPT_LINKS -> pushes && scope.links().kept();
                            case WITHOUT_IMPLIED -> scope.withoutImplied();
                            case ABSENT -> !request.placement().absent().isEmpty();
                            case ATOMIC_TREE -> pushes && request.policy().writing().atomic();
                            case LINKS -> request.dialler() == Role.TARGET && scope.links().any();
                        });
        return needed;
    }

    private static String purpose(Feature feature) {
        return switch (feature) {
            case WRITING -> "for these options of writing";
            case IGNORES -> "to heed ignore files (--no-dsyncignore goes without)";
            case PARANOID -> "for --paranoid";
            case KEPT_LINKS -> "for -K";
            case WITHOUT_IMPLIED -> "for --no-implied-dirs";
            case ABSENT -> "for --delete-missing-args";
            case LINKS -> "to follow symbolic links";
            case ATOMIC_TREE -> "for --atomic-tree";
        };
    }

    private static boolean deletes(Request request) {
        return request.scope().missing() == Scope.Missing.DELETES;
    }

    /** Names below the target's root, the only one of which may be another there. */
    private static List<RelPath> named(@Nullable Name rename, List<RelPath> names)
            throws IOException {
        try {
            return rename == null || names.isEmpty() ? names : List.of(RelPath.ROOT.child(rename));
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }
}
