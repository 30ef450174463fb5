package dev.dsync.engine.session;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FileSystem.Accounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What owners and groups of the source are here: whoever has the same name, or else the same
 * number. A user bound by permissions gives away only what belongs to groups of their own.
 */
final class OwnerMap {
    /** No group: whatever the system gives. */
    private static final int ANY = -1;

    private static final int SUPERUSER = 0;
    private static final int NAME_LENGTH_MAX = 255;

    private final Profile profile;
    private final Ids users;
    private final Ids groups;
    private final @Nullable Accounts bounds;
    private final Map<Integer, Boolean> memberships = new HashMap<>();

    private OwnerMap(Profile profile, Ids users, Ids groups, @Nullable Accounts bounds) {
        this.profile = profile;
        this.users = users;
        this.groups = groups;
        this.bounds = bounds;
    }

    /**
     * What becomes of users, or groups: by the rules of the run, or else by name.
     *
     * @param names of the source's ids
     * @param byName ids of names that are others here
     * @param rules those of them whose target is known here, with its id
     * @param unknown names the rules mean and nobody has here
     */
    record Ids(
            Map<Integer, String> names,
            Map<Integer, Integer> byName,
            List<Map.Entry<IdMap.Rule, Integer>> rules,
            List<String> unknown,
            Map<Integer, Integer> found) {
        private static final Ids UNTOUCHED =
                new Ids(Map.of(), Map.of(), List.of(), List.of(), Map.of());

        static Ids of(Map<Integer, String> names, IdMap map, Function<String, OptionalInt> lookup) {
            List<Map.Entry<IdMap.Rule, Integer>> rules = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            for (IdMap.Rule rule : map.rules()) {
                OptionalInt here =
                        switch (rule.to()) {
                            case IdMap.To.Id one -> OptionalInt.of((int) one.id());
                            case IdMap.To.Named named -> lookup.apply(named.name());
                        };
                if (here.isPresent()) {
                    rules.add(Map.entry(rule, here.getAsInt()));
                } else if (rule.to() instanceof IdMap.To.Named named) {
                    unknown.add(named.name());
                }
            }
            return new Ids(
                    Map.copyOf(names),
                    OwnerMap.mapped(names, lookup),
                    List.copyOf(rules),
                    List.copyOf(unknown),
                    new HashMap<>());
        }

        boolean isIdentity() {
            return byName.isEmpty() && rules.isEmpty();
        }

        int mapped(int id) {
            return rules.isEmpty()
                    ? byName.getOrDefault(id, id)
                    : found.computeIfAbsent(id, this::find);
        }

        private int find(int id) {
            String name = names.getOrDefault(id, "");
            for (Map.Entry<IdMap.Rule, Integer> rule : rules) {
                if (rule.getKey().matches(id, name)) {
                    return rule.getValue();
                }
            }
            return byName.getOrDefault(id, id);
        }
    }

    /**
     * The map for names a source has told.
     *
     * @param changes whom the run makes whom, whatever their names
     * @param superuser whether any group may be given
     */
    static OwnerMap of(
            Accounts accounts,
            Profile profile,
            Map<Integer, String> userNames,
            Map<Integer, String> groupNames,
            AttributeChanges changes,
            boolean superuser) {
        return new OwnerMap(
                profile,
                profile.owner() || profile.acls()
                        ? Ids.of(userNames, changes.users(), accounts::userId)
                        : Ids.UNTOUCHED,
                profile.group() || profile.acls()
                        ? Ids.of(groupNames, changes.groups(), accounts::groupId)
                        : Ids.UNTOUCHED,
                superuser ? null : accounts);
    }

    private static Map<Integer, Integer> mapped(
            Map<Integer, String> names, Function<String, OptionalInt> lookup) {
        Map<Integer, Integer> mapped = new HashMap<>();
        names.forEach(
                (id, name) -> {
                    OptionalInt here = id == SUPERUSER ? OptionalInt.empty() : lookup.apply(name);
                    if (here.isPresent() && here.getAsInt() != id) {
                        mapped.put(id, here.getAsInt());
                    }
                });
        return mapped;
    }

    /** Names of the ids that have one, as a source tells them. */
    static Map<Integer, String> names(
            Collection<Integer> ids, IntFunction<Optional<String>> lookup) {
        Map<Integer, String> names = new HashMap<>();
        for (int id : ids) {
            lookup.apply(id)
                    .filter(name -> !name.isEmpty() && name.length() <= NAME_LENGTH_MAX)
                    .ifPresent(name -> names.put(id, name));
        }
        return names;
    }

    /** Whether every id that is set is set as the source has it. */
    boolean isIdentity() {
        return users.isIdentity() && groups.isIdentity();
    }

    /**
     * What the source has, as it shall be owned here.
     *
     * @param local what is here
     */
    Entry mapped(Entry remote, @Nullable Entry local) {
        Attributes theirs = remote.attributes();
        int uid = users.mapped(theirs.uid());
        int gid = groups.mapped(theirs.gid());
        if (profile.group() && !mayGive(gid)) {
            gid = local == null ? ANY : local.attributes().gid();
        }
        Acls acls = mapped(theirs.acls());
        return uid == theirs.uid() && gid == theirs.gid() && acls.equals(theirs.acls())
                ? remote
                : owned(remote, new Attributes(theirs.mode(), theirs.modified(), uid, gid, acls));
    }

    private Acls mapped(Acls theirs) {
        Acls.Access access = theirs.access();
        Acls.Inherited made = theirs.inherited();
        return new Acls(
                access == null ? null : new Acls.Access(access.group(), mapped(access.named())),
                made == null
                        ? null
                        : new Acls.Inherited(
                                made.owner(),
                                made.group(),
                                made.others(),
                                made.mask(),
                                mapped(made.named())));
    }

    /** Of users who are one here the first counts, as it would for the kernel; groups add up. */
    private Acls.Members mapped(Acls.Members theirs) {
        SortedMap<Long, Integer> named = new TreeMap<>();
        theirs.users().forEach((id, bits) -> named.putIfAbsent(mapped(users, id), bits));
        SortedMap<Long, Integer> grouped = new TreeMap<>();
        theirs.groups()
                .forEach((id, bits) -> grouped.merge(mapped(groups, id), bits, (a, b) -> a | b));
        return new Acls.Members(named, grouped);
    }

    private static long mapped(Ids ids, long id) {
        return Integer.toUnsignedLong(ids.mapped((int) id));
    }

    /** Users and groups that rules of the run mean, and nobody is here. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        users.unknown.forEach(name -> problems.add(unknown("user", name)));
        groups.unknown.forEach(name -> problems.add(unknown("group", name)));
        return problems;
    }

    private static Problem unknown(String what, String name) {
        return new Problem(
                RelPath.ROOT, Problem.Kind.SET_ATTRIBUTES, "no " + what + " here is named " + name);
    }

    private boolean mayGive(int gid) {
        return bounds == null || memberships.computeIfAbsent(gid, bounds::isMember);
    }

    private static Entry owned(Entry entry, Attributes attributes) {
        return switch (entry) {
            case Entry.FileEntry file ->
                    new Entry.FileEntry(
                            file.path(),
                            attributes,
                            file.size(),
                            file.leader(),
                            file.content(),
                            file.xattrs());
            case Entry.DirectoryEntry directory ->
                    new Entry.DirectoryEntry(
                            directory.path(), attributes, directory.listed(), directory.xattrs());
            case Entry.SymlinkEntry link ->
                    new Entry.SymlinkEntry(link.path(), attributes, link.target(), link.xattrs());
            case Entry.SpecialEntry special ->
                    new Entry.SpecialEntry(
                            special.path(),
                            attributes,
                            special.kind(),
                            special.deviceMajor(),
                            special.deviceMinor(),
                            special.xattrs());
        };
    }
}
