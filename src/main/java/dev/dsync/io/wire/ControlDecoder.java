package dev.dsync.io.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.VersionVector;
import dev.dsync.io.wire.proto.WireProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Protobuf as control messages; every field is checked, whoever sent it. */
final class ControlDecoder {
    /** Every list may be full, and there is something besides. */
    private static final int FIELDS_MAX = 3 * Limits.PARTS_MAX + 64;

    private ControlDecoder() {}

    /**
     * Refuses a message of so many fields that its objects would take many times the room of its
     * bytes.
     */
    static void checkFields(FrameType type, byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        if (type.isBulk()) {
            return;
        }
        CodedInputStream in = CodedInputStream.newInstance(payload);
        int fields = 0;
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                fields++;
                require(
                        fields <= FIELDS_MAX && in.skipField(tag),
                        type.message(),
                        "stray group or too many fields");
            }
        } catch (InvalidProtocolBufferException | MalformedFrameException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("an array cannot fail to be read", e);
        }
    }

    static Message.Hello hello(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        WireProto.Hello hello = WireProto.Hello.parseFrom(payload);
        require(hello.getVersionMin() >= 1, "Hello.version_min", "below 1");
        require(
                hello.getVersionMax() >= hello.getVersionMin(),
                "Hello.version_max",
                "below version_min");
        return new Message.Hello(
                hello.getVersionMin(),
                hello.getVersionMax(),
                label(hello.getShare(), "Hello.share"),
                hello.hasProof() ? digest(hello.getProof(), "Hello.proof") : null);
    }

    static Message.Request request(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        WireProto.Request request = WireProto.Request.parseFrom(payload);
        require(request.hasScope(), "Request.scope", "missing");
        require(request.hasProfile(), "Request.profile", "missing");
        require(request.hasPolicy(), "Request.policy", "missing");
        require(request.hasPlacement(), "Request.placement", "missing");
        int level = request.getCompressionLevel();
        require(
                level >= 0 && level <= Limits.COMPRESSION_LEVEL_MAX,
                "Request.compression_level",
                "not in 0 to " + Limits.COMPRESSION_LEVEL_MAX);
        return new Message.Request(
                constant(WireEnum.ROLE, request.getDiallerValue(), "Request.dialler"),
                typedPaths(request.getPathsList()),
                ScopeDecoder.scope(request.getScope()),
                profile(request.getProfile()),
                PolicyDecoder.policy(request),
                placement(request.getPlacement()),
                request.getDryRun(),
                request.getMakePath(),
                constant(WireEnum.REPORT_LEVEL, request.getReportValue(), "Request.report"),
                request.hasCompressionLevel() ? OptionalInt.of(level) : OptionalInt.empty(),
                AttributesDecoder.attributes(request),
                request.getWholeFiles());
    }

    static Message.Accept accept(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        WireProto.Accept accept = WireProto.Accept.parseFrom(payload);
        require(accept.hasProfile(), "Accept.profile", "missing");
        require(
                accept.getMissing() >= 0 && accept.getMissing() <= Limits.MISSING_MAX,
                "Accept.missing",
                "more than " + Limits.MISSING_MAX);
        return new Message.Accept(
                profile(accept.getProfile()),
                paths(accept.getTopsList(), "Accept.tops"),
                paths(accept.getAbsentList(), "Accept.absent"),
                accept.hasRename() ? name(accept.getRename(), "Accept.rename") : null,
                accept.getMissing(),
                WireEnum.FEATURE.constants(accept.getHeeded()));
    }

    static Message.Refuse refuse(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        WireProto.Refuse refuse = WireProto.Refuse.parseFrom(payload);
        return new Message.Refuse(
                constant(WireEnum.REASON, refuse.getReasonValue(), "Refuse.reason"),
                text(refuse.getDetail(), "Refuse.detail"));
    }

    static Message.ListingRoot listingRoot(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        WireProto.ListingRoot listing = WireProto.ListingRoot.parseFrom(payload);
        require(listing.hasRoot(), "ListingRoot.root", "missing");
        require(listing.hasCounts(), "ListingRoot.counts", "missing");
        limit(listing.getProblemsCount(), "ListingRoot.problems");
        List<Problem> problems = new ArrayList<>(listing.getProblemsCount());
        for (WireProto.Problem problem : listing.getProblemsList()) {
            problems.add(
                    new Problem(
                            path(problem.getPath(), "ListingRoot.problems.path"),
                            constant(
                                    WireEnum.PROBLEM_KIND,
                                    problem.getKindValue(),
                                    "ListingRoot.problems.kind"),
                            text(problem.getReason(), "ListingRoot.problems.reason")));
        }
        return new Message.ListingRoot(
                root(listing.getRoot()),
                counts(listing.getCounts(), "ListingRoot.counts"),
                number(listing.getFileBytes(), "ListingRoot.file_bytes"),
                listing.getComplete(),
                problems,
                names(listing.getUserNamesMap(), "ListingRoot.user_names"),
                names(listing.getGroupNamesMap(), "ListingRoot.group_names"),
                listing.hasTombstones() ? root(listing.getTombstones()) : null,
                ScopeDecoder.ignoring(listing.getIgnoringList()),
                LossCodec.stakes(listing));
    }

    static Message.ListingRequest listingRequest(byte[] payload)
            throws InvalidProtocolBufferException {
        WireProto.ListingRequest _ = WireProto.ListingRequest.parseFrom(payload);
        return new Message.ListingRequest();
    }

    static Message.Knowledge knowledge(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        String field = "Knowledge.counters";
        Map<Long, Long> told = WireProto.Knowledge.parseFrom(payload).getCountersMap();
        require(told.size() <= VersionVector.MEMBERS_MAX, field, "too many");
        Map<ReplicaId, Long> counters = new HashMap<>();
        for (Map.Entry<Long, Long> one : told.entrySet()) {
            require(one.getValue() > 0, field, "counts from 1 to 2^63 - 1");
            counters.put(new ReplicaId(one.getKey()), one.getValue());
        }
        return new Message.Knowledge(VersionVector.of(counters));
    }

    static Message.StreamRequest streamRequest(byte[] payload)
            throws InvalidProtocolBufferException {
        WireProto.StreamRequest _ = WireProto.StreamRequest.parseFrom(payload);
        return new Message.StreamRequest();
    }

    static Message.Planned planned(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        WireProto.Planned planned = WireProto.Planned.parseFrom(payload);
        require(planned.hasSummary(), "Planned.summary", "missing");
        return new Message.Planned(summary(planned.getSummary(), "Planned.summary"));
    }

    static Message.Credit credit(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        return new Message.Credit(
                number(WireProto.Credit.parseFrom(payload).getBytes(), "Credit.bytes"));
    }

    static Message.Finished finished(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        WireProto.Finished finished = WireProto.Finished.parseFrom(payload);
        require(finished.hasDone(), "Finished.done", "missing");
        return new Message.Finished(
                summary(finished.getDone(), "Finished.done"),
                number(finished.getLiteralBytes(), "Finished.literal_bytes"),
                number(finished.getProblems(), "Finished.problems"),
                number(finished.getVanished(), "Finished.vanished"),
                finished.getIgnoring(),
                LossCodec.unkept(finished));
    }

    static Message.Ping ping(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        return new Message.Ping(
                number(WireProto.Ping.parseFrom(payload).getNumber(), "Ping.number"));
    }

    static Message.Pong pong(byte[] payload)
            throws MalformedFrameException, InvalidProtocolBufferException {
        return new Message.Pong(
                number(WireProto.Pong.parseFrom(payload).getNumber(), "Pong.number"));
    }

    private static Profile profile(WireProto.Profile profile) {
        return new Profile(
                profile.getPermissions(),
                profile.getExecutability(),
                profile.getModified(),
                profile.getDirectoryModified(),
                profile.getLinkModified(),
                profile.getOwner(),
                profile.getGroup(),
                profile.getLinks(),
                profile.getDevices(),
                profile.getSpecials(),
                profile.getHardLinks(),
                namespaces(profile),
                profile.getContent(),
                !profile.getPlainModes(),
                profile.getVersions(),
                profile.getAcls());
    }

    private static Namespaces namespaces(WireProto.Profile profile) {
        if (!profile.getXattrs()) {
            return Namespaces.NONE;
        }
        return profile.getUserXattrs() ? Namespaces.USER : Namespaces.ALL;
    }

    private static Message.Placement placement(WireProto.Placement placement)
            throws MalformedFrameException {
        return new Message.Placement(
                paths(placement.getTopsList(), "Request.placement.tops"),
                paths(placement.getAbsentList(), "Request.placement.absent"),
                placement.getSingle(),
                placement.getIntoDirectory(),
                placement.hasRename()
                        ? name(placement.getRename(), "Request.placement.rename")
                        : null);
    }

    private static PageRoot root(WireProto.PageRoot root) throws MalformedFrameException {
        require(
                root.getLevel() >= 0 && root.getLevel() <= PageRoot.LEVEL_MAX,
                "ListingRoot.root.level",
                "over " + PageRoot.LEVEL_MAX);
        return new PageRoot(
                digest(root.getName(), "ListingRoot.root.name"),
                root.getLevel(),
                number(root.getEntries(), "ListingRoot.root.entries"),
                number(root.getBytes(), "ListingRoot.root.bytes"));
    }

    private static KindCounts counts(WireProto.KindCounts counts, String field)
            throws MalformedFrameException {
        return new KindCounts(
                number(counts.getFiles(), field + ".files"),
                number(counts.getDirectories(), field + ".directories"),
                number(counts.getSymlinks(), field + ".symlinks"),
                number(counts.getDevices(), field + ".devices"),
                number(counts.getSpecials(), field + ".specials"));
    }

    private static PlanSummary summary(WireProto.PlanSummary summary, String field)
            throws MalformedFrameException {
        require(summary.hasCreated(), field + ".created", "missing");
        require(summary.hasDeleted(), field + ".deleted", "missing");
        return new PlanSummary(
                number(summary.getActions(), field + ".actions"),
                counts(summary.getCreated(), field + ".created"),
                counts(summary.getDeleted(), field + ".deleted"),
                number(summary.getDeletesSkipped(), field + ".deletes_skipped"),
                number(summary.getTransferredFiles(), field + ".transferred_files"),
                number(summary.getTransferredBytes(), field + ".transferred_bytes"),
                number(summary.getBlocked(), field + ".blocked"));
    }

    private static List<TypedPath> typedPaths(List<ByteString> values)
            throws MalformedFrameException {
        limit(values.size(), "Request.paths");
        List<TypedPath> paths = new ArrayList<>(values.size());
        for (ByteString value : values) {
            paths.add(PolicyDecoder.typedPath(value, "Request.paths"));
        }
        return paths;
    }

    private static List<RelPath> paths(List<ByteString> values, String field)
            throws MalformedFrameException {
        limit(values.size(), field);
        List<RelPath> paths = new ArrayList<>(values.size());
        for (ByteString value : values) {
            paths.add(path(value, field));
        }
        return paths;
    }

    static RelPath path(ByteString value, String field) throws MalformedFrameException {
        try {
            return RelPath.of(value.toByteArray());
        } catch (IllegalNameException e) {
            throw illegal(field, e);
        }
    }

    private static Name name(ByteString value, String field) throws MalformedFrameException {
        try {
            return Name.of(value.toByteArray());
        } catch (IllegalNameException e) {
            throw illegal(field, e);
        }
    }

    static MalformedFrameException illegal(String field, IllegalNameException e) {
        return new MalformedFrameException(field, -1, String.valueOf(e.getMessage()));
    }

    private static Digest digest(ByteString value, String field) throws MalformedFrameException {
        require(value.size() == Digest.BYTES, field, "not " + Digest.BYTES + " bytes");
        return Digest.of(value.toByteArray(), 0);
    }

    private static Map<Integer, String> names(Map<Integer, String> names, String field)
            throws MalformedFrameException {
        limit(names.size(), field);
        for (String name : names.values()) {
            label(name, field);
        }
        return names;
    }

    static String label(String value, String field) throws MalformedFrameException {
        return bounded(value, Limits.LABEL_MAX, field);
    }

    private static String text(String value, String field) throws MalformedFrameException {
        return bounded(value, Limits.TEXT_MAX, field);
    }

    private static String bounded(String value, int max, String field)
            throws MalformedFrameException {
        require(
                value.getBytes(StandardCharsets.UTF_8).length <= max,
                field,
                "over " + max + " bytes");
        return value;
    }

    static void limit(int count, String field) throws MalformedFrameException {
        require(count <= Limits.PARTS_MAX, field, "over " + Limits.PARTS_MAX + " of them");
    }

    /** A number of 63 bits. */
    static long number(long value, String field) throws MalformedFrameException {
        require(value >= 0, field, "over 63 bits");
        return value;
    }

    static <E extends Enum<E>> E constant(WireEnum<E> numbers, int number, String field)
            throws MalformedFrameException {
        @Nullable E constant = numbers.constant(number);
        if (constant == null) {
            throw new MalformedFrameException(field, -1, "unknown value " + number);
        }
        return constant;
    }

    static void require(boolean holds, String field, String what) throws MalformedFrameException {
        if (!holds) {
            throw new MalformedFrameException(field, -1, what);
        }
    }
}
