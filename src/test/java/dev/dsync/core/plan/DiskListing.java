package dev.dsync.core.plan;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entries of a directory on disk, with everything any profile may count. */
public final class DiskListing {
    private static final int FORMAT = 0170000;

    private final Path root;
    private final Map<Object, RelPath> leaders = new HashMap<>();

    private DiskListing(Path root) {
        this.root = root;
    }

    public static List<Entry> of(Path root) throws IOException {
        DiskListing listing = new DiskListing(root);
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = new ArrayList<>(walk.toList());
        }
        paths.sort(Comparator.comparing(listing::relative));
        List<Entry> entries = new ArrayList<>();
        for (Path path : paths) {
            entries.add(listing.entry(path));
        }
        return entries;
    }

    private RelPath relative(Path path) {
        return RelPath.literal(root.relativize(path).toString());
    }

    private Entry entry(Path file) throws IOException {
        RelPath path = relative(file);
        Map<String, Object> stat = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) number(stat, "mode");
        Instant time = ((FileTime) value(stat, "lastModifiedTime")).toInstant();
        Attributes attributes =
                new Attributes(
                        mode & Attributes.MODE_MASK,
                        new Timestamp(time.getEpochSecond(), time.getNano()),
                        (int) number(stat, "uid"),
                        (int) number(stat, "gid"));
        return switch (mode & FORMAT) {
            case 0100000 ->
                    new Entry.FileEntry(
                            path,
                            attributes,
                            number(stat, "size"),
                            leader(path, stat),
                            digest(file),
                            null);
            case 0040000 -> new Entry.DirectoryEntry(path, attributes, Entry.Listed.ALL, null);
            case 0120000 -> new Entry.SymlinkEntry(path, attributes, target(file), null);
            case 0010000 -> new Entry.SpecialEntry(path, attributes, Kind.FIFO, 0, 0, null);
            case 0020000 -> device(path, attributes, Kind.CHARACTER_DEVICE, number(stat, "rdev"));
            case 0060000 -> device(path, attributes, Kind.BLOCK_DEVICE, number(stat, "rdev"));
            default -> throw new IOException("mode of " + path);
        };
    }

    private static Object value(Map<String, Object> stat, String name) {
        return Objects.requireNonNull(stat.get(name), name);
    }

    private static long number(Map<String, Object> stat, String name) {
        return ((Number) value(stat, name)).longValue();
    }

    private static Entry device(RelPath path, Attributes attributes, Kind kind, long rdev) {
        return new Entry.SpecialEntry(
                path, attributes, kind, (int) (rdev >> 8), (int) (rdev & 0xff), null);
    }

    private @Nullable RelPath leader(RelPath path, Map<String, Object> stat) {
        if (number(stat, "nlink") == 1) {
            return null;
        }
        return leaders.putIfAbsent(value(stat, "ino"), path);
    }

    private static LinkTarget target(Path file) throws IOException {
        try {
            return LinkTarget.of(
                    Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    private static Digest digest(Path file) throws IOException {
        try {
            return Digest.of(
                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
