package dev.dsync.io.wire;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.io.wire.proto.WireProto;
import java.util.Map;

/** What a target may be unable to keep, and what it was, in control messages. */
final class LossCodec {
    private LossCodec() {}

    static void encode(Stakes stakes, WireProto.ListingRoot.Builder to) {
        to.putAllUserEntries(ControlEncoder.sorted(stakes.users()))
                .putAllGroupEntries(ControlEncoder.sorted(stakes.groups()))
                .setSetIds(stakes.setIds())
                .setOtherXattrs(stakes.xattrs());
    }

    static Stakes stakes(WireProto.ListingRoot listing) throws MalformedFrameException {
        return new Stakes(
                entries(listing.getUserEntriesMap(), "ListingRoot.user_entries"),
                entries(listing.getGroupEntriesMap(), "ListingRoot.group_entries"),
                ControlDecoder.number(listing.getSetIds(), "ListingRoot.set_ids"),
                ControlDecoder.number(listing.getOtherXattrs(), "ListingRoot.other_xattrs"));
    }

    private static Map<Integer, Long> entries(Map<Integer, Long> counts, String field)
            throws MalformedFrameException {
        ControlDecoder.require(counts.size() <= Stakes.IDS_MAX, field, "too many");
        for (long count : counts.values()) {
            var _ = ControlDecoder.number(count, field);
        }
        return counts;
    }

    static void encode(Unkept unkept, WireProto.Finished.Builder to) {
        to.setUnkeptOwners(unkept.owners())
                .setUnkeptGroups(unkept.groups())
                .setUnkeptDevices(unkept.devices())
                .setUnkeptSetIds(unkept.setIds())
                .setUnkeptXattrs(unkept.xattrs());
    }

    static Unkept unkept(WireProto.Finished finished) throws MalformedFrameException {
        return new Unkept(
                ControlDecoder.number(finished.getUnkeptOwners(), "Finished.unkept_owners"),
                ControlDecoder.number(finished.getUnkeptGroups(), "Finished.unkept_groups"),
                ControlDecoder.number(finished.getUnkeptDevices(), "Finished.unkept_devices"),
                ControlDecoder.number(finished.getUnkeptSetIds(), "Finished.unkept_set_ids"),
                ControlDecoder.number(finished.getUnkeptXattrs(), "Finished.unkept_xattrs"));
    }
}
