package dev.dsync.io.wire;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.io.wire.proto.WireProto;
import java.util.ArrayList;
import java.util.List;

/** Protobuf as changes of attributes a dialler asks for. */
final class AttributesDecoder {
    private AttributesDecoder() {}

    static AttributeChanges attributes(WireProto.Request request) throws MalformedFrameException {
        return new AttributeChanges(
                request.getNumericIds(),
                modes(request),
                map(request.getUserMapList(), "Request.user_map"),
                map(request.getGroupMapList(), "Request.group_map"));
    }

    private static ModeChanges modes(WireProto.Request request) throws MalformedFrameException {
        ControlDecoder.require(
                request.getModeChangesCount() <= ModeChanges.COUNT_MAX,
                "Request.mode_changes",
                "over " + ModeChanges.COUNT_MAX + " of them");
        List<ModeChanges.Change> changes = new ArrayList<>(request.getModeChangesCount());
        for (WireProto.ModeChange change : request.getModeChangesList()) {
            changes.add(
                    new ModeChanges.Change(
                            ControlDecoder.constant(
                                    WireEnum.MODE_REACH,
                                    change.getReachValue(),
                                    "Request.mode_changes.reach"),
                            bits(change.getCleared(), "Request.mode_changes.cleared"),
                            bits(change.getSet(), "Request.mode_changes.set"),
                            change.getWhereExecutable(),
                            change.hasCopy() ? copy(change.getCopy()) : null));
        }
        return new ModeChanges(changes);
    }

    private static ModeChanges.Copy copy(WireProto.ModeChange.Copy copy)
            throws MalformedFrameException {
        String field = "Request.mode_changes.copy.bits";
        int bits = bits(copy.getBits(), field);
        ControlDecoder.require(bits <= ModeChanges.Copy.BITS_MAX, field, "no permission bits");
        return new ModeChanges.Copy(
                ControlDecoder.constant(
                        WireEnum.MODE_SHARE, copy.getFromValue(), "Request.mode_changes.copy.from"),
                bits,
                copy.getCleared());
    }

    private static IdMap map(List<WireProto.IdRule> told, String field)
            throws MalformedFrameException {
        ControlDecoder.require(
                told.size() <= IdMap.COUNT_MAX, field, "over " + IdMap.COUNT_MAX + " of them");
        List<IdMap.Rule> rules = new ArrayList<>(told.size());
        for (WireProto.IdRule rule : told) {
            rules.add(new IdMap.Rule(from(rule, field), to(rule, field)));
        }
        return new IdMap(rules);
    }

    private static IdMap.From from(WireProto.IdRule rule, String field)
            throws MalformedFrameException {
        return switch (rule.getFromCase()) {
            case FROM_NAME ->
                    new IdMap.From.Named(
                            ControlDecoder.label(rule.getFromName(), field + ".from_name"));
            case FROM_IDS ->
                    new IdMap.From.Ids(
                            id(rule.getFromIds().getLow(), field + ".from_ids.low"),
                            id(rule.getFromIds().getHigh(), field + ".from_ids.high"));
            case FROM_NOT_SET -> throw new MalformedFrameException(field + ".from", -1, "missing");
        };
    }

    private static IdMap.To to(WireProto.IdRule rule, String field) throws MalformedFrameException {
        return switch (rule.getToCase()) {
            case TO_NAME -> {
                String name = ControlDecoder.label(rule.getToName(), field + ".to_name");
                ControlDecoder.require(!name.isEmpty(), field + ".to_name", "empty");
                yield new IdMap.To.Named(name);
            }
            case TO_ID -> new IdMap.To.Id(id(rule.getToId(), field + ".to_id"));
            case TO_NOT_SET -> throw new MalformedFrameException(field + ".to", -1, "missing");
        };
    }

    private static long id(int id, String field) throws MalformedFrameException {
        ControlDecoder.require(id != -1, field, "no id");
        return Integer.toUnsignedLong(id);
    }

    private static int bits(int bits, String field) throws MalformedFrameException {
        ControlDecoder.require((bits & ~Attributes.MODE_MASK) == 0, field, "no mode");
        return bits;
    }
}
