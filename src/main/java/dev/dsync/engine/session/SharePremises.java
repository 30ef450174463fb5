package dev.dsync.engine.session;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.Grant.Verb;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Request;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One share as a peer may use it: nothing outside of its root can be named, and nothing is done
 * that its grant does not list.
 */
public final class SharePremises implements Premises, AutoCloseable {
    /** What costs this machine no more than a link is worth. */
    private static final int COMPRESSION_LEVEL_MAX = 9;

    private static final int ROOTS_MAX = 256;
    private static final int RULES_MAX = 1 << 16;

    private final Root root;
    private final FileSystem share;
    private final Grant grant;
    private final Session.@Nullable Meeting meeting;

    private SharePremises(
            Root root, FileSystem share, Grant grant, Session.@Nullable Meeting meeting) {
        this.root = root;
        this.share = share;
        this.grant = grant;
        this.meeting = meeting;
    }

    /**
     * Opens the share's root, following links in the path the operator typed.
     *
     * @param grant what the peer may do
     */
    public static SharePremises open(FileSystem system, byte[] path, Grant grant)
            throws IOException {
        Root root = system.openRoot(path);
        return new SharePremises(root, FileSystem.beneath(system, root), grant, null);
    }

    /** The same share, which is watched: whoever may change it may also keep it in sync. */
    public SharePremises watched(Session.Meeting open) {
        return new SharePremises(root, share, grant, open);
    }

    @Override
    public Profile profile() {
        boolean owner = grant.allows(Verb.OWNER);
        Profile kept = Profiles.keptBy(share.effectiveUser());
        return kept.and(
                new Profile(
                                true,
                                true,
                                true,
                                true,
                                true,
                                owner,
                                owner,
                                true,
                                grant.allows(Verb.DEVICES),
                                true,
                                true,
                                true,
                                true,
                                grant.allows(Verb.SETUID))
                        .withXattrs(
                                grant.allows(Verb.XATTR)
                                        ? Profile.Namespaces.USER
                                        : Profile.Namespaces.NONE)
                        .withAcls(owner)); // they name users and groups as well
    }

    @Override
    public int compressionLevelMax() {
        return COMPRESSION_LEVEL_MAX;
    }

    @Override
    public SourceFiles source(Request request) throws IOException {
        require(Verb.READ, "read");
        if (request.policy().deletion().sources()) {
            require(Verb.WRITE, "write");
            require(Verb.DELETE, "delete");
        }
        requireModest(request);
        for (TypedPath path : request.paths()) {
            requireBeneath(path);
        }
        return SourceFiles.open(share, request.paths(), request.scope());
    }

    @Override
    public TargetPlace target(Request request) throws IOException {
        require(Verb.WRITE, "write");
        requireModest(request);
        if (request.policy().writing().alternates().isPresent()) {
            require(Verb.READ, "read");
        }
        Policy.Deletion deletion = request.policy().deletion();
        if (deletion.enabled()
                || deletion.force()
                || request.scope().missing() == Scope.Missing.DELETES) {
            require(Verb.DELETE, "delete");
        }
        TypedPath destination = OperatorPremises.destination(request);
        requireBeneath(destination);
        Name rename = TargetPlace.rename(share, destination, request.placement().single());
        TargetPlace place =
                TargetPlace.open(share, destination, request.makePath(), request.dryRun(), rename);
        try {
            TargetWriting.require(place, request.policy().writing());
        } catch (IOException e) {
            place.close();
            throw e;
        }
        return place;
    }

    @Override
    public Folder folder(Request request) throws IOException {
        require(Verb.READ, "read");
        require(Verb.WRITE, "write");
        require(Verb.DELETE, "delete");
        return meeting == null ? Premises.super.folder(request) : meeting.open();
    }

    /**
     * Each directory that paths begin at costs descriptors, and each rule is tried on each name.
     */
    private static void requireModest(Request request) throws Refusal {
        if (SourceFiles.roots(request.paths(), request.scope()) > ROOTS_MAX) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED,
                    "paths in more than " + ROOTS_MAX + " directories of a share in one run");
        }
        if (request.scope().rules().stream().mapToLong(String::length).sum() > RULES_MAX) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED,
                    "more than " + RULES_MAX + " characters of filter rules for a share");
        }
    }

    private void require(Verb verb, String word) throws Refusal {
        if (!grant.allows(verb)) {
            throw new Refusal(Message.Reason.VERB_NOT_GRANTED, word);
        }
    }

    private static void requireBeneath(TypedPath path) throws Refusal {
        try {
            var _ = FileSystem.pathBeneath(path.bytes());
        } catch (FsException e) {
            Refusal refusal =
                    new Refusal(Message.Reason.VERB_NOT_GRANTED, path + " leads outside the share");
            refusal.initCause(e);
            throw refusal;
        }
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
