package dev.dsync.io.wire;

import com.google.protobuf.ByteString;
import dev.dsync.core.plan.Policy;
import dev.dsync.io.wire.proto.WireProto;
import java.nio.charset.StandardCharsets;

/** The policy a dialler asks for as protobuf. */
final class PolicyEncoder {
    private PolicyEncoder() {}

    static WireProto.Policy policy(Policy policy) {
        Policy.Deletion deletion = policy.deletion();
        WireProto.Policy.Deletion.Builder deletes =
                WireProto.Policy.Deletion.newBuilder()
                        .setEnabled(deletion.enabled())
                        .setTimingValue(WireEnum.TIMING.number(deletion.timing()))
                        .setExcluded(deletion.excluded())
                        .setIgnoreErrors(deletion.ignoreErrors())
                        .setForce(deletion.force())
                        .setSources(deletion.sources());
        switch (deletion.max()) {
            case Policy.MaxDelete.Unlimited _ -> deletes.clearMax();
            case Policy.MaxDelete.Count(long entries) -> deletes.setMaxEntries(entries);
            case Policy.MaxDelete.Percent(int percent) -> deletes.setMaxPercent(percent);
        }
        Policy.Selection selection = policy.selection();
        WireProto.Policy.Selection.Builder selects =
                WireProto.Policy.Selection.newBuilder()
                        .setUpdate(selection.update())
                        .setExisting(selection.existing())
                        .setIgnoreExisting(selection.ignoreExisting());
        selection.maxSize().ifPresent(selects::setMaxSize);
        selection.minSize().ifPresent(selects::setMinSize);
        return WireProto.Policy.newBuilder()
                .setDeletion(deletes)
                .setComparison(
                        WireProto.Policy.Comparison.newBuilder()
                                .setIgnoreTimes(policy.comparison().ignoreTimes())
                                .setSizeOnly(policy.comparison().sizeOnly())
                                .setChecksum(policy.comparison().checksum())
                                .setModifyWindow(policy.comparison().modifyWindow())
                                .setParanoid(policy.comparison().paranoid()))
                .setSelection(selects)
                .build();
    }

    static WireProto.Writing writing(Policy.Writing writing) {
        WireProto.Writing.Builder builder =
                WireProto.Writing.newBuilder()
                        .setDelayed(writing.delayed())
                        .setInPlace(writing.inPlace())
                        .setAppends(writing.appends())
                        .setAtomic(writing.atomic());
        writing.backup().ifPresent(backup -> builder.setBackup(backup(backup)));
        writing.alternates().ifPresent(alternates -> builder.setAlternates(alternates(alternates)));
        return builder.build();
    }

    private static WireProto.Writing.Alternates alternates(Policy.Alternates alternates) {
        WireProto.Writing.Alternates.Builder builder =
                WireProto.Writing.Alternates.newBuilder()
                        .setUseValue(WireEnum.USE.number(alternates.use()));
        alternates
                .directories()
                .forEach(one -> builder.addDirectories(ByteString.copyFrom(one.bytes())));
        return builder.build();
    }

    private static WireProto.Writing.Backup backup(Policy.Backup backup) {
        WireProto.Writing.Backup.Builder builder =
                WireProto.Writing.Backup.newBuilder()
                        .setSuffix(
                                ByteString.copyFrom(backup.suffix(), StandardCharsets.ISO_8859_1));
        if (backup.directory() != null) {
            builder.setDirectory(ByteString.copyFrom(backup.directory().bytes()));
        }
        return builder.build();
    }
}
