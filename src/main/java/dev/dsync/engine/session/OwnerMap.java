package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Profile;
import dev.dsync.io.fs.FileSystem.Accounts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final Map<Integer, Integer> users;
    private final Map<Integer, Integer> groups;
    private final @Nullable Accounts bounds;
    private final Map<Integer, Boolean> memberships = new HashMap<>();

    private OwnerMap(
            Profile profile,
            Map<Integer, Integer> users,
            Map<Integer, Integer> groups,
            @Nullable Accounts bounds) {
        this.profile = profile;
        this.users = users;
        this.groups = groups;
        this.bounds = bounds;
    }

    /**
     * The map for names a source has told.
     *
     * @param superuser whether any group may be given
     */
    static OwnerMap of(
            Accounts accounts,
            Profile profile,
            Map<Integer, String> userNames,
            Map<Integer, String> groupNames,
            boolean superuser) {
        return new OwnerMap(
                profile,
                profile.owner() ? mapped(userNames, accounts::userId) : Map.of(),
                profile.group() ? mapped(groupNames, accounts::groupId) : Map.of(),
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
        return users.isEmpty() && groups.isEmpty();
    }

    /**
     * What the source has, as it shall be owned here.
     *
     * @param local what is here
     */
    Entry mapped(Entry remote, @Nullable Entry local) {
        Attributes theirs = remote.attributes();
        int uid = users.getOrDefault(theirs.uid(), theirs.uid());
        int gid = groups.getOrDefault(theirs.gid(), theirs.gid());
        if (profile.group() && !mayGive(gid)) {
            gid = local == null ? ANY : local.attributes().gid();
        }
        return uid == theirs.uid() && gid == theirs.gid()
                ? remote
                : owned(remote, new Attributes(theirs.mode(), theirs.modified(), uid, gid));
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
