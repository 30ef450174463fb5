package dev.dsync.io.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.io.wire.proto.WireProto;
import org.junit.jupiter.api.Test;

class AttributesDecoderTest {
    private static WireProto.ModeChange.Builder change() {
        return WireProto.ModeChange.newBuilder()
                .setReach(WireProto.ModeChange.Reach.REACH_FILES)
                .setSet(07777);
    }

    private static WireProto.Request request(WireProto.ModeChange.Builder change, int times) {
        WireProto.Request.Builder request = WireProto.Request.newBuilder();
        for (int i = 0; i < times; i++) {
            request.addModeChanges(change);
        }
        return request.build();
    }

    private static void assertRefused(String field, WireProto.Request request) {
        String message =
                String.valueOf(
                        assertThrows(
                                        MalformedFrameException.class,
                                        () -> AttributesDecoder.attributes(request))
                                .getMessage());
        assertTrue(message.contains(field), message);
    }

    private static WireProto.IdRule.Builder rule() {
        return WireProto.IdRule.newBuilder().setFromName("a").setToName("b");
    }

    private static WireProto.Request users(WireProto.IdRule.Builder rule, int times) {
        WireProto.Request.Builder request = WireProto.Request.newBuilder();
        for (int i = 0; i < times; i++) {
            request.addUserMap(rule);
        }
        return request.build();
    }

    @Test
    void rulesForOwners_areLimited() throws Exception {
        int most = IdMap.COUNT_MAX;
        assertEquals(
                most, AttributesDecoder.attributes(users(rule(), most)).users().rules().size());
        assertRefused("Request.user_map", users(rule(), most + 1));
        assertRefused(
                "Request.group_map",
                WireProto.Request.newBuilder()
                        .addAllGroupMap(users(rule(), most + 1).getUserMapList())
                        .build());
        String name = "x".repeat(256);
        assertRefused("Request.user_map.from_name", users(rule().setFromName(name), 1));
        assertRefused("Request.user_map.to_name", users(rule().setToName(name), 1));
        assertRefused("Request.user_map.to_name", users(rule().setToName(""), 1));
        assertRefused("Request.user_map.to_id", users(rule().setToId(-1), 1));
        assertRefused("Request.user_map.from", users(rule().clearFrom(), 1));
        assertRefused("Request.user_map.to", users(rule().clearTo(), 1));
        WireProto.IdRule.Range.Builder range = WireProto.IdRule.Range.newBuilder();
        assertRefused(
                "Request.user_map.from_ids.low", users(rule().setFromIds(range.setLow(-1)), 1));
        assertRefused(
                "Request.user_map.from_ids.high",
                users(rule().setFromIds(range.setLow(0).setHigh(-1)), 1));
    }

    @Test
    void changesOfModes_areLimited() throws Exception {
        int most = ModeChanges.COUNT_MAX;
        assertEquals(
                most,
                AttributesDecoder.attributes(request(change(), most)).modes().changes().size());
        assertRefused("Request.mode_changes", request(change(), most + 1));
        assertRefused("Request.mode_changes.set", request(change().setSet(010000), 1));
        assertRefused("Request.mode_changes.set", request(change().setSet(-1), 1));
        assertRefused("Request.mode_changes.cleared", request(change().setCleared(1 << 20), 1));
        assertRefused("Request.mode_changes.reach", request(change().setReachValue(9), 1));
        WireProto.ModeChange.Copy.Builder copy =
                WireProto.ModeChange.Copy.newBuilder()
                        .setFrom(WireProto.ModeChange.Share.SHARE_USER);
        assertRefused(
                "Request.mode_changes.copy.bits",
                request(change().setCopy(copy.setBits(01000)), 1));
        assertRefused(
                "Request.mode_changes.copy.from",
                request(change().setCopy(copy.setBits(0).setFromValue(0)), 1));
    }
}
