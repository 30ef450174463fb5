package dev.dsync.core.tree;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Golden;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Entry.Attributes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingGoldenTest {
    private static final Attributes FILE =
            new Attributes(0644, new Timestamp(1_700_000_000, 123_456_789), 1000, 100);
    private static final Attributes PROGRAM =
            new Attributes(04755, new Timestamp(-1, 999_999_999), 0, -2);
    private static final Digest DIGEST = new Digest(1, 2, 3, 4);
    private static final Entry.Xattrs NAMED = new Entry.Xattrs.Named(DIGEST);

    private static List<Entry> entries() throws IllegalNameException {
        LinkTarget target = LinkTarget.of("../target".getBytes(StandardCharsets.UTF_8));
        return List.of(
                new Entry.DirectoryEntry(RelPath.ROOT, PROGRAM, Entry.Listed.ALL, null),
                new Entry.SpecialEntry(
                        RelPath.literal("block"), FILE, Kind.BLOCK_DEVICE, 8, 1, null),
                new Entry.SpecialEntry(
                        RelPath.literal("char"), FILE, Kind.CHARACTER_DEVICE, -1, 1 << 20, null),
                new Entry.DirectoryEntry(RelPath.literal("dir"), FILE, Entry.Listed.FAILED, NAMED),
                new Entry.FileEntry(RelPath.literal("dir/empty"), FILE, 0, null, null, null),
                new Entry.FileEntry(
                        RelPath.literal("dir/full"), PROGRAM, Long.MAX_VALUE, null, DIGEST, NAMED),
                new Entry.FileEntry(
                        RelPath.literal("dir/linked"),
                        FILE,
                        7,
                        RelPath.literal("dir/full"),
                        null,
                        null),
                new Entry.SpecialEntry(RelPath.literal("fifo"), FILE, Kind.FIFO, 0, 0, null),
                new Entry.SymlinkEntry(RelPath.literal("link"), FILE, target, null),
                new Entry.DirectoryEntry(RelPath.literal("other"), FILE, Entry.Listed.NONE, null),
                new Entry.SpecialEntry(RelPath.literal("socket"), FILE, Kind.SOCKET, 0, 0, null));
    }

    @Test
    void entryWithXattrs_asWritten() throws IOException {
        Entry.Xattrs.Taking taking = new Entry.Xattrs.Taking();
        taking.add("trusted.t", new byte[] {0, -1});
        taking.add("user.note", "much ".repeat(30).getBytes(StandardCharsets.UTF_8));
        RelPath path = RelPath.literal("file");
        Entry entry = new Entry.FileEntry(path, FILE, 7, null, null, taking.finish());
        byte[] payload = Listing.encode(Trees.ALL, entry);
        Golden.check("listing/v1/xattrs.txt", HexFormat.of().formatHex(payload) + "\n");
    }

    @Test
    void entriesUnderProfiles_asWritten() throws IOException, IllegalNameException {
        Map<String, Profile> profiles = new LinkedHashMap<>();
        profiles.put("all", Trees.ALL);
        profiles.put("none", Trees.NONE);
        profiles.put("times", Trees.profile(4 | 8 | 16));
        StringBuilder text = new StringBuilder();
        StringBuilder roots = new StringBuilder();
        for (Map.Entry<String, Profile> profile : profiles.entrySet()) {
            for (Entry entry : entries()) {
                long size = entry instanceof Entry.FileEntry file ? file.size() : 0;
                String payload =
                        HexFormat.of().formatHex(Listing.encode(profile.getValue(), entry));
                text.append(
                        "%s %s %s %d %s\n"
                                .formatted(
                                        profile.getKey(),
                                        entry.kind(),
                                        entry.path(),
                                        size,
                                        payload));
            }
            PageRoot root =
                    Trees.write(profile.getValue(), entries(), new MemoryPageStore()).root();
            roots.append("%s %s\n".formatted(profile.getKey(), root.name()));
        }
        Golden.check("listing/v1/entries.txt", text.append(roots).toString());
    }
}
