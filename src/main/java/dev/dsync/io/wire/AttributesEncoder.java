package dev.dsync.io.wire;

import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.io.wire.proto.WireProto;
import java.util.List;

/** Changes of attributes as protobuf. */
final class AttributesEncoder {
    private AttributesEncoder() {}

    static List<WireProto.ModeChange> modes(ModeChanges modes) {
        return modes.changes().stream().map(AttributesEncoder::mode).toList();
    }

    private static WireProto.ModeChange mode(ModeChanges.Change change) {
        WireProto.ModeChange.Builder builder =
                WireProto.ModeChange.newBuilder()
                        .setReachValue(WireEnum.MODE_REACH.number(change.reach()))
                        .setCleared(change.cleared())
                        .setSet(change.set())
                        .setWhereExecutable(change.whereExecutable());
        ModeChanges.Copy copy = change.copy();
        if (copy != null) {
            builder.setCopy(
                    WireProto.ModeChange.Copy.newBuilder()
                            .setFromValue(WireEnum.MODE_SHARE.number(copy.from()))
                            .setBits(copy.bits())
                            .setCleared(copy.cleared()));
        }
        return builder.build();
    }

    static List<WireProto.IdRule> map(IdMap map) {
        return map.rules().stream().map(AttributesEncoder::rule).toList();
    }

    private static WireProto.IdRule rule(IdMap.Rule rule) {
        WireProto.IdRule.Builder builder = WireProto.IdRule.newBuilder();
        switch (rule.from()) {
            case IdMap.From.Named named -> builder.setFromName(named.name());
            case IdMap.From.Ids ids ->
                    builder.setFromIds(
                            WireProto.IdRule.Range.newBuilder()
                                    .setLow((int) ids.low())
                                    .setHigh((int) ids.high()));
        }
        switch (rule.to()) {
            case IdMap.To.Named named -> builder.setToName(named.name());
            case IdMap.To.Id one -> builder.setToId((int) one.id());
        }
        return builder.build();
    }
}
