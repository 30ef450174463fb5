package dev.dsync.io.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.wire.proto.WireProto;
import java.util.Map;
import java.util.TreeMap;

/** Control messages as protobuf. */
final class ControlEncoder {
    private ControlEncoder() {}

    static MessageLite encode(Message.Hello message) {
        WireProto.Hello.Builder builder =
                WireProto.Hello.newBuilder()
                        .setVersionMin(message.versionMin())
                        .setVersionMax(message.versionMax())
                        .setShare(message.share());
        if (message.proof() != null) {
            builder.setProof(bytes(message.proof()));
        }
        return builder.build();
    }

    static MessageLite encode(Message.Request message) {
        WireProto.Request.Builder builder =
                WireProto.Request.newBuilder()
                        .setDiallerValue(WireEnum.ROLE.number(message.dialler()))
                        .setScope(scope(message.scope()))
                        .setProfile(profile(message.profile()))
                        .setPolicy(PolicyEncoder.policy(message.policy()))
                        .setPlacement(placement(message.placement()))
                        .setDryRun(message.dryRun())
                        .setMakePath(message.makePath())
                        .setNumericIds(message.attributes().numericIds())
                        .addAllModeChanges(AttributesEncoder.modes(message.attributes().modes()))
                        .addAllUserMap(AttributesEncoder.map(message.attributes().users()))
                        .addAllGroupMap(AttributesEncoder.map(message.attributes().groups()))
                        .setWholeFiles(message.wholeFiles())
                        .setReportValue(WireEnum.REPORT_LEVEL.number(message.report()));
        for (TypedPath path : message.paths()) {
            builder.addPaths(ByteString.copyFrom(path.bytes()));
        }
        message.compressionLevel().ifPresent(builder::setCompressionLevel);
        Policy.Writing writing = message.policy().writing();
        if (!writing.equals(Policy.Writing.USUAL)) {
            builder.setWriting(PolicyEncoder.writing(writing));
        }
        return builder.build();
    }

    private static WireProto.Scope scope(Scope scope) {
        return WireProto.Scope.newBuilder()
                .setRecursive(scope.recursive())
                .setDirectories(scope.directories())
                .setOneFileSystem(scope.oneFileSystem())
                .setRelative(scope.relative())
                .addAllRules(scope.rules())
                .setTop(scope.top())
                .setWithoutEmpty(scope.withoutEmpty())
                .setKeepDirectoryLinks(scope.links().kept())
                .setWithoutImplied(scope.withoutImplied())
                .setWithoutMissing(scope.missing() == Scope.Missing.PASSES)
                .setDeleteMissing(scope.missing() == Scope.Missing.DELETES)
                .setSafeLinks(scope.safeLinks())
                .setCopyLinks(scope.links().all())
                .setCopyDirectoryLinks(scope.links().directories())
                .setCopyUnsafeLinks(scope.links().unsafe())
                .setDsyncIgnore(scope.ignores().own())
                .setGitIgnore(scope.ignores().git())
                .build();
    }

    static MessageLite encode(Message.Accept message) {
        WireProto.Accept.Builder builder =
                WireProto.Accept.newBuilder().setProfile(profile(message.profile()));
        for (RelPath top : message.tops()) {
            builder.addTops(bytes(top));
        }
        if (message.rename() != null) {
            builder.setRename(bytes(message.rename()));
        }
        message.absent().forEach(path -> builder.addAbsent(bytes(path)));
        return builder.setMissing(message.missing())
                .setHeeded(WireEnum.FEATURE.bits(message.heeded()))
                .build();
    }

    static MessageLite encode(Message.Refuse message) {
        return WireProto.Refuse.newBuilder()
                .setReasonValue(WireEnum.REASON.number(message.reason()))
                .setDetail(Text.cut(message.detail()))
                .build();
    }

    static MessageLite encode(Message.ListingRoot message) {
        WireProto.ListingRoot.Builder builder =
                WireProto.ListingRoot.newBuilder()
                        .setRoot(root(message.root()))
                        .setCounts(counts(message.counts()))
                        .setFileBytes(message.fileBytes())
                        .setComplete(message.complete())
                        .putAllUserNames(sorted(message.userNames()))
                        .putAllGroupNames(sorted(message.groupNames()));
        LossCodec.encode(message.stakes(), builder);
        for (Problem problem : message.problems()) {
            builder.addProblems(
                    WireProto.Problem.newBuilder()
                            .setPath(bytes(problem.path()))
                            .setKindValue(WireEnum.PROBLEM_KIND.number(problem.kind()))
                            .setReason(Text.cut(problem.reason())));
        }
        if (message.tombstones() != null) {
            builder.setTombstones(root(message.tombstones()));
        }
        message.ignoring().forEach(files -> builder.addIgnoring(ignoring(files)));
        return builder.build();
    }

    private static WireProto.ListingRoot.IgnoreFiles ignoring(IgnoreRules.Texts files) {
        WireProto.ListingRoot.IgnoreFiles.Builder builder =
                WireProto.ListingRoot.IgnoreFiles.newBuilder();
        files.contents()
                .forEach(
                        (path, content) ->
                                builder.addFiles(
                                        WireProto.ListingRoot.IgnoreFile.newBuilder()
                                                .setPath(bytes(path))
                                                .setContent(
                                                        ByteString.copyFrom(content, ISO_8859_1))));
        return builder.build();
    }

    static MessageLite encode(Message.ListingRequest message) {
        return WireProto.ListingRequest.getDefaultInstance();
    }

    static MessageLite encode(Message.Knowledge message) {
        WireProto.Knowledge.Builder builder = WireProto.Knowledge.newBuilder();
        message.version().forEach((replica, last) -> builder.putCounters(replica.bits(), last));
        return builder.build();
    }

    static MessageLite encode(Message.StreamRequest message) {
        return WireProto.StreamRequest.getDefaultInstance();
    }

    static MessageLite encode(Message.Planned message) {
        return WireProto.Planned.newBuilder().setSummary(summary(message.summary())).build();
    }

    static MessageLite encode(Message.Credit message) {
        return WireProto.Credit.newBuilder().setBytes(message.bytes()).build();
    }

    static MessageLite encode(Message.Finished message) {
        WireProto.Finished.Builder builder =
                WireProto.Finished.newBuilder()
                        .setDone(summary(message.done()))
                        .setLiteralBytes(message.literalBytes())
                        .setProblems(message.problems())
                        .setVanished(message.vanished())
                        .setIgnoring(message.ignoring());
        LossCodec.encode(message.unkept(), builder);
        return builder.build();
    }

    static MessageLite encode(Message.Ping message) {
        return WireProto.Ping.newBuilder().setNumber(message.number()).build();
    }

    static MessageLite encode(Message.Pong message) {
        return WireProto.Pong.newBuilder().setNumber(message.number()).build();
    }

    /** One message has one encoding, whatever order its map is iterated in. */
    static <V> Map<Integer, V> sorted(Map<Integer, V> names) {
        Map<Integer, V> sorted = new TreeMap<>(Integer::compareUnsigned);
        sorted.putAll(names);
        return sorted;
    }

    private static WireProto.Profile profile(Profile profile) {
        return WireProto.Profile.newBuilder()
                .setPermissions(profile.permissions())
                .setExecutability(profile.executability())
                .setModified(profile.modified())
                .setDirectoryModified(profile.directoryModified())
                .setLinkModified(profile.linkModified())
                .setOwner(profile.owner())
                .setGroup(profile.group())
                .setLinks(profile.links())
                .setDevices(profile.devices())
                .setSpecials(profile.specials())
                .setHardLinks(profile.hardLinks())
                .setXattrs(profile.xattrs() != Namespaces.NONE)
                .setUserXattrs(profile.xattrs() == Namespaces.USER)
                .setContent(profile.content())
                .setPlainModes(!profile.setId())
                .setVersions(profile.versions())
                .setAcls(profile.acls())
                .build();
    }

    private static WireProto.Placement placement(Message.Placement placement) {
        WireProto.Placement.Builder builder =
                WireProto.Placement.newBuilder()
                        .setSingle(placement.single())
                        .setIntoDirectory(placement.intoDirectory());
        for (RelPath top : placement.tops()) {
            builder.addTops(bytes(top));
        }
        placement.absent().forEach(path -> builder.addAbsent(bytes(path)));
        if (placement.rename() != null) {
            builder.setRename(bytes(placement.rename()));
        }
        return builder.build();
    }

    private static WireProto.PageRoot root(PageRoot root) {
        return WireProto.PageRoot.newBuilder()
                .setName(bytes(root.name()))
                .setLevel(root.level())
                .setEntries(root.entries())
                .setBytes(root.bytes())
                .build();
    }

    private static WireProto.KindCounts counts(KindCounts counts) {
        return WireProto.KindCounts.newBuilder()
                .setFiles(counts.files())
                .setDirectories(counts.directories())
                .setSymlinks(counts.symlinks())
                .setDevices(counts.devices())
                .setSpecials(counts.specials())
                .build();
    }

    private static WireProto.PlanSummary summary(PlanSummary summary) {
        return WireProto.PlanSummary.newBuilder()
                .setActions(summary.actions())
                .setCreated(counts(summary.created()))
                .setDeleted(counts(summary.deleted()))
                .setDeletesSkipped(summary.deletesSkipped())
                .setTransferredFiles(summary.transferredFiles())
                .setTransferredBytes(summary.transferredBytes())
                .setBlocked(summary.blocked())
                .build();
    }

    private static ByteString bytes(Digest digest) {
        return ByteString.copyFrom(digest.bytes());
    }

    private static ByteString bytes(RelPath path) {
        return ByteString.copyFrom(path.bytes());
    }

    private static ByteString bytes(Name name) {
        return ByteString.copyFrom(name.bytes());
    }
}
