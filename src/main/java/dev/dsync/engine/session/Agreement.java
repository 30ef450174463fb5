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
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
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
    /** Opens what a dialler asks for. */
    static Agreement admit(
            Request request, Premises premises, Indexing indexing, SyncEvent.Listener events)
            throws IOException {
        if (request.dialler() == Role.PEER) {
            if (!request.profile().equals(Premises.Folder.PROFILE)) {
                throw new Refusal(Message.Reason.UNSUPPORTED, "folders of another profile");
            }
            Accept accept = new Accept(request.profile(), List.of(), null, 0, false, false);
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
            Accept accept =
                    new Accept(
                            profile, tops, absent, rename, missing, true, false, true, true, true);
            Terms terms = new Terms(request, profile, tops, absent, rename, missing, false);
            return new Agreement(accept, ConfirmingTarget.of(place, terms, indexing, events));
        }
        SourceFiles files = premises.source(request);
        boolean renames = files.isSingle() && !request.placement().intoDirectory();
        Name rename = renames ? request.placement().rename() : null;
        List<RelPath> tops = named(rename, files.placement().tops());
        List<RelPath> absent = named(rename, files.placement().absent());
        Accept accept = new Accept(profile, tops, absent, rename, 0, false, true, true, true, true);
        Terms terms = new Terms(request, profile, tops, absent, rename, 0, false);
        return new Agreement(accept, RemovingSource.of(files, terms, indexing, events));
    }

    /** Refuses a listener that agrees to something else than was asked for. */
    static void check(Request request, Accept accept) throws IOException {
        if (!accept.profile().equals(accept.profile().and(request.profile()))) {
            throw UnexpectedMessageException.of(accept, "with a wider profile");
        }
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
        if (request.profile().xattrs() != Namespaces.NONE
                && accept.profile().xattrs() == Namespaces.NONE) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED, "the other side keeps no extended attributes");
        }
        if (request.profile().acls() && !accept.profile().acls()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED, "the other side keeps no access control lists");
        }
        boolean asksForMore = !request.policy().writing().equals(Policy.Writing.USUAL);
        if (request.dialler() == Role.SOURCE && asksForMore && !accept.writing()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED,
                    "the other dsync is too old for these options of writing");
        }
        if (request.scope().ignores().any() && !accept.ignores()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED,
                    "the other dsync is too old to heed ignore files (--no-dsyncignore goes"
                            + " without)");
        }
        if (request.policy().comparison().paranoid() && !accept.paranoid()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED, "the other dsync is too old for --paranoid");
        }
        if (request.dialler() == Role.SOURCE
                && request.scope().links().kept()
                && !accept.directories()) {
            throw new Refusal(Message.Reason.UNSUPPORTED, "the other dsync is too old for -K");
        }
        if (request.scope().withoutImplied() && !accept.directories()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED, "the other dsync is too old for --no-implied-dirs");
        }
        if (!request.placement().absent().isEmpty() && accept.absent().isEmpty()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED,
                    "the other dsync is too old for --delete-missing-args");
        }
        if (request.dialler() == Role.TARGET && request.scope().links().any() && !accept.links()) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED,
                    "the other dsync is too old to follow symbolic links");
        }
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
