package dev.dsync.bench;

import com.github.luben.zstd.Zstd;
import dev.dsync.core.hash.FastHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Cuts corpora in two versions with each candidate and prints what would be sent. */
final class ChunkerBakeOff {
    private static final FastHash HASH = FastHash.seeded(1);
    private static final int ARCHIVE_MAX = 300 << 20;

    private ChunkerBakeOff() {}

    /** Arguments: the directory of the corpora, then names; {@code synthetic} is made here. */
    public static void main(String[] args) throws IOException {
        for (String name :
                args.length > 1
                        ? Arrays.copyOfRange(args, 1, args.length)
                        : new String[] {"synthetic"}) {
            if (name.equals("synthetic")) {
                synthetic();
            } else {
                Path directory = Path.of(args[0]);
                boolean archive = name.endsWith("+");
                String corpus = archive ? name.substring(0, name.length() - 1) : name;
                List<byte[]> a = read(directory.resolve(corpus + "-A"), archive);
                List<byte[]> b = read(directory.resolve(corpus + "-B"), archive);
                compare(name, a, b);
            }
        }
    }

    private static List<byte[]> read(Path root, boolean archive) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths =
                    walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                            .sorted()
                            .toList();
        }
        List<byte[]> files = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path path : paths) {
            byte[] bytes = Files.readAllBytes(path);
            if (!archive) {
                files.add(bytes);
            } else if (all.size() < ARCHIVE_MAX) {
                String header = root.relativize(path) + " " + bytes.length;
                all.write(Arrays.copyOf(header.getBytes(StandardCharsets.UTF_8), 512));
                all.write(bytes);
                all.write(new byte[511 & -bytes.length]);
            }
        }
        return archive ? List.of(all.toByteArray()) : files;
    }

    private static void compare(String name, List<byte[]> a, List<byte[]> b) {
        System.out.printf("%n%s%n", name);
        for (int mean : new int[] {16 << 10, 32 << 10, 64 << 10}) {
            for (Contender contender : Contender.values()) {
                Tally tally = new Tally(contender.of(mean));
                a.forEach(file -> tally.cut(file, false));
                tally.begin();
                b.forEach(file -> tally.cut(file, true));
                tally.print(contender, mean);
            }
        }
    }

    private static void synthetic() {
        byte[] noise = new byte[100_000_000];
        new Random(1).nextBytes(noise);
        for (boolean insert : new boolean[] {false, true}) {
            for (int edits : new int[] {1, 10, 100, 1000}) {
                compare(
                        edits + (insert ? " inserts of 10 bytes" : " overwrites of 1 byte"),
                        List.of(noise),
                        List.of(edited(noise, edits, insert)));
            }
        }
        Map<String, byte[]> shapes = new LinkedHashMap<>();
        shapes.put("four letters, words of a list", words());
        shapes.put("16-bit samples", samples());
        shapes.put("sparse table", table());
        shapes.put("period 1000", periodic(1000));
        shapes.put("zeros", new byte[50_000_000]);
        shapes.forEach(
                (name, bytes) ->
                        compare(
                                name + ", 100 inserts",
                                List.of(bytes),
                                List.of(edited(bytes, 100, true))));
    }

    private static byte[] edited(byte[] bytes, int edits, boolean insert) {
        Random random = new Random(edits);
        int[] at = random.ints(edits, 0, bytes.length).sorted().toArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + edits * 10);
        int done = 0;
        for (int place : at) {
            out.write(bytes, done, Math.max(0, place - done));
            byte[] more = new byte[insert ? 10 : 1];
            random.nextBytes(more);
            out.writeBytes(more);
            done = insert ? place : place + 1;
        }
        out.write(bytes, done, Math.max(0, bytes.length - done));
        return out.toByteArray();
    }

    private static byte[] words() {
        Random random = new Random(2);
        StringBuilder text = new StringBuilder();
        String[] list = new String[200];
        Arrays.setAll(
                list,
                i ->
                        random.ints(3 + random.nextInt(5), 0, 4)
                                .mapToObj(x -> "acgt".substring(x, x + 1))
                                .reduce("", String::concat));
        while (text.length() < 50_000_000) {
            text.append(list[random.nextInt(200)]).append(' ');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] samples() {
        Random random = new Random(3);
        byte[] bytes = new byte[50_000_000];
        for (int i = 0; i < bytes.length; i += 2) {
            int sample =
                    (int)
                            (9000 * Math.sin(i / 50.0)
                                    + 4000 * Math.sin(i / 1771.0)
                                    + random.nextInt(16));
            bytes[i] = (byte) sample;
            bytes[i + 1] = (byte) (sample >> 8);
        }
        return bytes;
    }

    private static byte[] table() {
        Random random = new Random(4);
        byte[] bytes = new byte[50_000_000];
        for (int i = 0; i < bytes.length; i += 64) {
            bytes[i] = (byte) (i >> 6);
            bytes[i + 1] = (byte) (i >> 14);
            bytes[i + 2] = (byte) (i >> 22);
            if (random.nextInt(20) == 0) {
                bytes[i + 8 + random.nextInt(50)] = (byte) random.nextInt();
            }
        }
        return bytes;
    }

    private static byte[] periodic(int period) {
        byte[] bytes = new byte[50_000_000];
        byte[] once = new byte[period];
        new Random(5).nextBytes(once);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = once[i % period];
        }
        return bytes;
    }

    /** What one candidate makes of one pair. */
    private static final class Tally {
        private final Candidate chunker;
        private final Set<Long> known = new HashSet<>();
        private final ByteArrayOutputStream run = new ByteArrayOutputStream();
        private long chunks;
        private long records;
        private long bytes;
        private long sent;
        private long packed;

        Tally(Candidate chunker) {
            this.chunker = chunker;
        }

        void begin() {
            chunks = 0;
            records = 0;
            bytes = 0;
        }

        void cut(byte[] file, boolean count) {
            long before = 0;
            for (int at = 0; at < file.length; ) {
                int length = chunker.next(file, at, file.length - at);
                long name = HASH.hash(file, at, length) * 31 + length;
                records += name == before ? 0 : 1;
                before = name;
                if (known.add(name) && count) {
                    sent += length;
                    run.write(file, at, length);
                } else {
                    pack();
                }
                chunks++;
                at += length;
            }
            pack();
            bytes += file.length;
        }

        private void pack() {
            if (run.size() > 0) {
                packed += Zstd.compress(run.toByteArray(), 3).length;
                run.reset();
            }
        }

        void print(Contender contender, int mean) {
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %3d KiB: mean %7.0f, %8d chunks in %8d records, sent %11d raw (%.2f"
                            + " means) %11d packed%n",
                    contender,
                    mean >> 10,
                    (double) bytes / chunks,
                    chunks,
                    records,
                    sent,
                    (double) sent / mean,
                    packed);
        }
    }
}
