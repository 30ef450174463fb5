package dev.dsync.engine.session;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.tree.Profile;
import dev.dsync.io.fs.FileSystem.Accounts;
import dev.dsync.io.wire.Message;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** What of a source a target cannot keep, counted. */
final class Losses {
    private static final int SUPERUSER = 0;

    private Losses() {}

    /**
     * What a source tells of what it has. Whoever may not be told of owners is not: a listener
     * whose profile has no groups, which everybody else can keep, does not grant them. What is
     * one's own there becomes one's own here, and nothing is lost.
     *
     * @param user who the source runs as
     */
    static Stakes told(Stakes all, Terms terms, int user, Accounts accounts) {
        Profile profile = terms.profile();
        boolean tells = terms.userHere() || profile.group();
        boolean root = user == SUPERUSER;
        return all.told(
                uid -> tells && !profile.owner() && (root || uid != user),
                gid -> tells && (root || !accounts.isMember(gid)));
    }

    /** All ids whose names a target has to know. */
    static Set<Integer> ids(Set<Integer> listed, Map<Integer, Long> told) {
        Set<Integer> ids = new HashSet<>(listed);
        ids.addAll(told.keySet());
        return ids;
    }

    /** What is lost of it at the target. */
    static Unkept unkept(Message.ListingRoot there, Terms terms, TargetPlace place) {
        Profile profile = terms.profile();
        Stakes stakes = there.stakes();
        Accounts accounts = place.accounts();
        var changes = terms.request().attributes();
        var users = OwnerMap.Ids.of(there.userNames(), changes.users(), accounts::userId);
        var groups = OwnerMap.Ids.of(there.groupNames(), changes.groups(), accounts::groupId);
        return new Unkept(
                profile.owner()
                        ? 0
                        : entries(stakes.users(), uid -> users.mapped(uid) != place.user()),
                profile.group() && place.isSuperuser()
                        ? 0
                        : entries(stakes.groups(), gid -> !accounts.isMember(groups.mapped(gid))),
                profile.devices() ? 0 : there.counts().devices(),
                stakes.setIds(),
                stakes.xattrs());
    }

    private static long entries(Map<Integer, Long> counts, IntPredicate isLost) {
        return counts.entrySet().stream()
                .filter(one -> isLost.test(one.getKey()))
                .mapToLong(Map.Entry::getValue)
                .reduce(0, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
    }
}
