package dev.dsync.core.tree;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.Xattrs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Random entries and trees for tests. */
final class Trees {
    static final Profile ALL =
            new Profile(
                    true, true, true, true, true, true, true, true, true, true, true, true, true);
    static final Profile NONE =
            new Profile(
                    false, false, false, false, false, false, false, false, false, false, false,
                    false, false);

    private static final List<Entry.Listed> LISTED = List.of(Entry.Listed.values());
    private static final List<Kind> SPECIAL =
            List.of(Kind.FIFO, Kind.SOCKET, Kind.CHARACTER_DEVICE, Kind.BLOCK_DEVICE);

    private Trees() {}

    static Profile profile(int bits) {
        return new Profile(
                        (bits & 1) != 0,
                        (bits & 2) != 0,
                        (bits & 4) != 0,
                        (bits & 8) != 0,
                        (bits & 16) != 0,
                        (bits & 32) != 0,
                        (bits & 64) != 0,
                        true,
                        true,
                        true,
                        (bits & 128) != 0,
                        (bits & 256) != 0,
                        (bits & 512) != 0)
                .withAcls((bits & 1024) != 0);
    }

    static Entry entry(Random random, RelPath path) {
        Attributes attributes =
                new Attributes(
                        random.nextInt(010000),
                        new Timestamp(
                                random.nextBoolean() ? random.nextLong() : random.nextInt(),
                                random.nextInt(1_000_000_000)),
                        random.nextInt(),
                        random.nextInt(70_000));
        Attributes guarded =
                new Attributes(
                        attributes.mode(),
                        attributes.modified(),
                        attributes.uid(),
                        attributes.gid(),
                        random.nextInt(4) == 0 ? new Acls(access(random), null) : Acls.NONE);
        Acls both = new Acls(guarded.acls().access(), inherited(random));
        Xattrs xattrs = random.nextInt(4) == 0 ? xattrs(random) : null;
        return switch (random.nextInt(6)) {
            case 0 ->
                    new Entry.DirectoryEntry(
                            path,
                            new Attributes(
                                    attributes.mode(),
                                    attributes.modified(),
                                    attributes.uid(),
                                    attributes.gid(),
                                    random.nextInt(3) == 0 ? both : guarded.acls()),
                            LISTED.get(random.nextInt(3)),
                            xattrs);
            case 1 -> {
                LinkTarget target;
                try {
                    target =
                            LinkTarget.of(
                                    "../x/y"
                                            .substring(0, 1 + random.nextInt(6))
                                            .getBytes(StandardCharsets.US_ASCII));
                } catch (IllegalNameException e) {
                    throw new AssertionError(e);
                }
                yield new Entry.SymlinkEntry(path, attributes, target, xattrs);
            }
            case 2 -> {
                Kind kind = SPECIAL.get(random.nextInt(4));
                int number = kind.isDevice() ? random.nextInt() : 0;
                yield new Entry.SpecialEntry(path, guarded, kind, number, number >>> 4, xattrs);
            }
            default -> file(random, path, guarded, xattrs);
        };
    }

    private static Entry file(
            Random random, RelPath path, Attributes attributes, @Nullable Xattrs xattrs) {
        RelPath leader = RelPath.literal("!first");
        boolean linked = random.nextInt(5) == 0 && leader.compareTo(path) < 0;
        long size = random.nextLong() >>> (1 + random.nextInt(63));
        Digest content = random.nextBoolean() ? digest(random) : null;
        return new Entry.FileEntry(path, attributes, size, linked ? leader : null, content, xattrs);
    }

    private static @Nullable Xattrs xattrs(Random random) {
        if (random.nextInt(4) == 0) {
            return new Xattrs.Named(digest(random));
        }
        Xattrs.Taking taking = new Xattrs.Taking();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            byte[] value = new byte[random.nextInt(300)];
            random.nextBytes(value);
            taking.add("user." + (char) ('a' + i), value);
        }
        return taking.finish();
    }

    static Acls.Access access(Random random) {
        return new Acls.Access(random.nextInt(8), named(random));
    }

    static Acls.Inherited inherited(Random random) {
        Acls.Members named = named(random);
        boolean masked = named.count() > 0 || random.nextBoolean();
        return new Acls.Inherited(
                random.nextInt(8),
                random.nextInt(8),
                random.nextInt(8),
                masked ? OptionalInt.of(random.nextInt(8)) : OptionalInt.empty(),
                named);
    }

    private static Acls.Members named(Random random) {
        SortedMap<Long, Integer> users = new TreeMap<>();
        SortedMap<Long, Integer> groups = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            users.put(Integer.toUnsignedLong(random.nextInt()), random.nextInt(8));
            groups.put((long) random.nextInt(70_000), random.nextInt(8));
        }
        return new Acls.Members(users, groups);
    }

    private static Digest digest(Random random) {
        return new Digest(
                random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    static NavigableMap<RelPath, Entry> tree(Random random, int count) throws IllegalNameException {
        TreeMap<RelPath, Entry> tree = new TreeMap<>();
        List<RelPath> directories = new ArrayList<>(List.of(RelPath.ROOT));
        tree.put(RelPath.ROOT, entry(random, RelPath.ROOT));
        while (tree.size() < count) {
            RelPath parent = directories.get(random.nextInt(directories.size()));
            RelPath path =
                    parent.child(Name.literal(Integer.toString(random.nextInt(1 << 24), 36)));
            Entry entry = entry(random, path);
            tree.put(path, entry);
            if (entry.kind() == Kind.DIRECTORY) {
                directories.add(path);
            }
        }
        return tree;
    }

    static Listing write(
            Profile profile, Iterable<Entry> entries, dev.dsync.core.merkle.PageStore store)
            throws IOException {
        Listing.Writer writer = new Listing.Writer(profile, store);
        for (Entry entry : entries) {
            writer.add(entry);
        }
        return writer.finish();
    }
}
