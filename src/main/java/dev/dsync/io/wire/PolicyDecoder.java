package dev.dsync.io.wire;

import dev.dsync.core.plan.Policy;
import dev.dsync.io.wire.proto.WireProto;
import java.util.OptionalLong;

/** Protobuf as the policy a dialler asks for. */
final class PolicyDecoder {
    private static final int PERCENT_MAX = 100;

    private PolicyDecoder() {}

    static Policy policy(WireProto.Policy policy) throws MalformedFrameException {
        ControlDecoder.require(policy.hasDeletion(), "Request.policy.deletion", "missing");
        ControlDecoder.require(policy.hasComparison(), "Request.policy.comparison", "missing");
        ControlDecoder.require(policy.hasSelection(), "Request.policy.selection", "missing");
        return new Policy(
                deletion(policy.getDeletion()),
                comparison(policy.getComparison()),
                selection(policy.getSelection()));
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
                deletion.getForce());
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
                comparison.getModifyWindow());
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
}
