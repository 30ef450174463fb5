package dev.dsync.engine.session;

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
            List<RelPath> tops = tops(place.rename(), request.placement().tops());
            Accept accept =
                    new Accept(
                            profile,
                            tops,
                            place.rename(),
                            place.missing(),
                            true,
                            false,
                            true,
                            true);
            Terms terms = new Terms(request, profile, tops, place.rename(), place.missing(), false);
            return new Agreement(accept, ConfirmingTarget.of(place, terms, indexing, events));
        }
        SourceFiles files = premises.source(request);
        boolean renames = files.isSingle() && !request.placement().intoDirectory();
        Name rename = renames ? request.placement().rename() : null;
        List<RelPath> tops = tops(rename, files.placement().tops());
        Accept accept = new Accept(profile, tops, rename, 0, false, true, true, true);
        Terms terms = new Terms(request, profile, tops, rename, 0, false);
        return new Agreement(accept, RemovingSource.of(files, terms, indexing, events));
    }

    /** Refuses a listener that agrees to something else than was asked for. */
    static void check(Request request, Accept accept) throws IOException {
        if (!accept.profile().equals(accept.profile().and(request.profile()))) {
            throw UnexpectedMessageException.of(accept, "with a wider profile");
        }
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
        if (request.dialler() == Role.TARGET) {
            if (request.scope().links().any() && !accept.links()) {
                throw new Refusal(
                        Message.Reason.UNSUPPORTED,
                        "the other dsync is too old to follow symbolic links");
            }
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
                            : Set.copyOf(tops(rename, List.of()));
            if (!asked.containsAll(accept.tops())) {
                throw UnexpectedMessageException.of(accept, "with sources nobody asked for");
            }
        }
    }

    private static List<RelPath> tops(@Nullable Name rename, List<RelPath> tops)
            throws IOException {
        try {
            return rename == null ? tops : List.of(RelPath.ROOT.child(rename));
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }
}
