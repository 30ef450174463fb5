package dev.dsync.io.wire;

import com.google.protobuf.ByteString;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.wire.proto.WireProto;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Protobuf as the policy a dialler asks for. */
final class PolicyDecoder {
    private static final int PERCENT_MAX = 100;

    private PolicyDecoder() {}

    static Policy policy(WireProto.Request request) throws MalformedFrameException {
        WireProto.Policy policy = request.getPolicy();
        ControlDecoder.require(policy.hasDeletion(), "Request.policy.deletion", "missing");
        ControlDecoder.require(policy.hasComparison(), "Request.policy.comparison", "missing");
        ControlDecoder.require(policy.hasSelection(), "Request.policy.selection", "missing");
        return new Policy(
                deletion(policy.getDeletion()),
                comparison(policy.getComparison()),
                selection(policy.getSelection()),
                writing(request.getWriting()));
    }

    private static Policy.Writing writing(WireProto.Writing writing)
            throws MalformedFrameException {
        return new Policy.Writing(
                writing.hasBackup() ? Optional.of(backup(writing.getBackup())) : Optional.empty(),
                writing.hasAlternates()
                        ? Optional.of(alternates(writing.getAlternates()))
                        : Optional.empty(),
                writing.getDelayed(),
                writing.getInPlace(),
                writing.getAppends(),
                writing.getAtomic());
    }

    private static Policy.Alternates alternates(WireProto.Writing.Alternates alternates)
            throws MalformedFrameException {
        String field = "Request.writing.alternates.directories";
        int count = alternates.getDirectoriesCount();
        ControlDecoder.require(
                count > 0 && count <= Policy.Alternates.DIRECTORIES_MAX,
                field,
                "not 1 to " + Policy.Alternates.DIRECTORIES_MAX);
        List<TypedPath> directories = new ArrayList<>(count);
        for (ByteString one : alternates.getDirectoriesList()) {
            directories.add(typedPath(one, field));
        }
        return new Policy.Alternates(
                ControlDecoder.constant(
                        WireEnum.USE, alternates.getUseValue(), "Request.writing.alternates.use"),
                directories);
    }

    private static Policy.Backup backup(WireProto.Writing.Backup backup)
            throws MalformedFrameException {
        String suffix = backup.getSuffix().toString(StandardCharsets.ISO_8859_1);
        ControlDecoder.require(
                suffix.length() <= Name.BYTES_MAX
                        && suffix.indexOf('/') < 0
                        && suffix.indexOf('\0') < 0,
                "Request.writing.backup.suffix",
                "no part of a name");
        ControlDecoder.require(
                !suffix.isEmpty() || backup.hasDirectory(),
                "Request.writing.backup.suffix",
                "missing");
        return new Policy.Backup(
                suffix,
                backup.hasDirectory()
                        ? typedPath(backup.getDirectory(), "Request.writing.backup.directory")
                        : null);
    }

    private static Policy.Deletion deletion(WireProto.Policy.Deletion deletion)
            throws MalformedFrameException {
        ControlDecoder.require(
                deletion.getEnabled() || !deletion.getExcluded(),
                "Request.policy.deletion.excluded",
                "without enabled");
        return new Policy.Deletion(
                deletion.getEnabled(),
                ControlDecoder.constant(
                        WireEnum.TIMING,
                        deletion.getTimingValue(),
                        "Request.policy.deletion.timing"),
                deletion.getExcluded(),
                maxDelete(deletion),
                deletion.getIgnoreErrors(),
                deletion.getForce(),
                deletion.getSources());
    }

    private static Policy.MaxDelete maxDelete(WireProto.Policy.Deletion deletion)
            throws MalformedFrameException {
        return switch (deletion.getMaxCase()) {
            case MAX_ENTRIES ->
                    new Policy.MaxDelete.Count(
                            ControlDecoder.number(
                                    deletion.getMaxEntries(),
                                    "Request.policy.deletion.max_entries"));
            case MAX_PERCENT -> {
                int percent = deletion.getMaxPercent();
                ControlDecoder.require(
                        percent >= 0 && percent <= PERCENT_MAX,
                        "Request.policy.deletion.max_percent",
                        "over " + PERCENT_MAX);
                yield new Policy.MaxDelete.Percent(percent);
            }
            case MAX_NOT_SET -> new Policy.MaxDelete.Unlimited();
        };
    }

    private static Policy.Comparison comparison(WireProto.Policy.Comparison comparison)
            throws MalformedFrameException {
        ControlDecoder.require(
                comparison.getModifyWindow() >= Policy.Comparison.NANOSECONDS,
                "Request.policy.comparison.modify_window",
                "below " + Policy.Comparison.NANOSECONDS);
        return new Policy.Comparison(
                comparison.getIgnoreTimes(),
                comparison.getSizeOnly(),
                comparison.getChecksum(),
                comparison.getModifyWindow(),
                comparison.getParanoid());
    }

    private static Policy.Selection selection(WireProto.Policy.Selection selection)
            throws MalformedFrameException {
        long max =
                ControlDecoder.number(selection.getMaxSize(), "Request.policy.selection.max_size");
        long min =
                ControlDecoder.number(selection.getMinSize(), "Request.policy.selection.min_size");
        return new Policy.Selection(
                selection.getUpdate(),
                selection.getExisting(),
                selection.getIgnoreExisting(),
                selection.hasMaxSize() ? OptionalLong.of(max) : OptionalLong.empty(),
                selection.hasMinSize() ? OptionalLong.of(min) : OptionalLong.empty());
    }

    static TypedPath typedPath(ByteString value, String field) throws MalformedFrameException {
        try {
            return TypedPath.of(value.toByteArray());
        } catch (IllegalNameException e) {
            throw ControlDecoder.illegal(field, e);
        }
    }
}
