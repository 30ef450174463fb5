package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FileSystem.Accounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OwnerMapTest {
    private static final Profile OWNERS = Profiles.keptBy(0);
    private static final int OWN_GROUP = 50;

    /** The user www is 1001, the group staff is 70, and this process belongs to group 50. */
    private static final class FewAccounts implements Accounts {
        @Override
        public Optional<String> userName(int id) {
            return id == 1001 ? Optional.of("www") : Optional.empty();
        }

        @Override
        public Optional<String> groupName(int id) {
            return id == 70 ? Optional.of("staff") : Optional.empty();
        }

        @Override
        public OptionalInt userId(String name) {
            return name.equals("www") ? OptionalInt.of(1001) : OptionalInt.empty();
        }

        @Override
        public OptionalInt groupId(String name) {
            return name.equals("staff") ? OptionalInt.of(70) : OptionalInt.empty();
        }

        @Override
        public boolean isMember(int group) {
            return group == OWN_GROUP;
        }
    }

    private static Entry file(int uid, int gid) {
        return new FileEntry(
                RelPath.literal("f"),
                new Attributes(0644, new Timestamp(1, 0), uid, gid),
                1,
                null,
                null,
                null);
    }

    private static OwnerMap map(
            Map<Integer, String> users, Map<Integer, String> groups, boolean superuser) {
        return OwnerMap.of(
                new FewAccounts(), OWNERS, users, groups, AttributeChanges.NONE, superuser);
    }

    @Test
    void nameKnownHere_getsItsNumberHere() {
        OwnerMap map = map(Map.of(1000, "www"), Map.of(20, "staff"), true);
        assertEquals(file(1001, 70), map.mapped(file(1000, 20), null));
        assertFalse(map.isIdentity());
    }

    @Test
    void unknownName_keepsItsNumber() {
        OwnerMap map = map(Map.of(1000, "mail"), Map.of(20, "wheel"), true);
        assertEquals(file(1000, 20), map.mapped(file(1000, 20), null));
        assertTrue(map.isIdentity());
    }

    @Test
    void superuser_staysTheSuperuser() {
        OwnerMap map = map(Map.of(0, "www"), Map.of(0, "staff"), true);
        assertEquals(file(0, 0), map.mapped(file(0, 0), null));
    }

    @Test
    void foreignGroup_isNotGivenByWhoDoesNotBelongToIt() {
        OwnerMap map = map(Map.of(), Map.of(), false);
        assertEquals(file(1, -1), map.mapped(file(1, 20), null));
        assertEquals(file(1, 9), map.mapped(file(1, 20), file(1, 9)));
        assertEquals(file(1, OWN_GROUP), map.mapped(file(1, OWN_GROUP), file(1, 9)));
    }

    private static OwnerMap map(String users, String groups, boolean superuser) {
        return OwnerMap.of(
                new FewAccounts(),
                OWNERS,
                Map.of(1000, "www", 7, "mail"),
                Map.of(20, "staff"),
                new AttributeChanges(
                        false,
                        ModeChanges.NONE,
                        IdMap.of(users).orElseThrow(),
                        IdMap.of(groups).orElseThrow()),
                superuser);
    }

    @Test
    void rules_goBeforeNames() {
        OwnerMap map = map("mail:www,1000:5,:6", "7-9:staff", true);
        assertEquals(file(1001, 70), map.mapped(file(7, 8), null));
        assertEquals(file(5, 70), map.mapped(file(1000, 20), null));
        assertEquals(file(6, 3), map.mapped(file(4, 3), null));
        assertFalse(map.isIdentity());
        assertEquals(List.of(), map.problems());
    }

    @Test
    void superuser_becomesWhomRulesSay() {
        OwnerMap map = map("*:www", "0:staff", true);
        assertEquals(file(1001, 70), map.mapped(file(0, 0), null));
    }

    @Test
    void ruleForSomebodyUnknownHere_isAProblemAndTheNextOneDecides() {
        OwnerMap map = map("*:nosuch,mail:4294967294", "*:none", true);
        assertEquals(file(-2, 70), map.mapped(file(7, 20), null));
        assertEquals(
                List.of("no user here is named nosuch", "no group here is named none"),
                map.problems().stream().map(Problem::reason).toList());
    }

    @Test
    void ruleForAForeignGroup_isNotForWhoDoesNotBelongToIt() {
        OwnerMap map = map("5:5", "*:staff", false);
        assertEquals(file(1, 9), map.mapped(file(1, 20), file(1, 9)));
        OwnerMap own = map("5:5", "*:" + OWN_GROUP, false);
        assertEquals(file(1, OWN_GROUP), own.mapped(file(1, 20), file(1, 9)));
    }

    @Test
    void names_areThoseOfIdsThatHaveOne() {
        assertEquals(
                Map.of(1001, "www"), OwnerMap.names(List.of(5, 1001), new FewAccounts()::userName));
    }
}
