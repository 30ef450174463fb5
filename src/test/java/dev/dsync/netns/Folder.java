package dev.dsync.netns;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder as its user sees it: writes to it, and tells what stands in it. */
final class Folder {
    private static final int PIECE = 1 << 20;

    private final Path path;

    /** What was read, by path and by all that tells that it is still that. */
    private final Map<String, String> digests = new HashMap<>();

    Folder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
    }

    String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    /** Writes a file as a program does that takes its time: bytes nobody has elsewhere. */
    void writeNoise(String name, long bytes, long seed) throws IOException {
        Files.createDirectories(file(name).getParent());
        SplittableRandom random = new SplittableRandom(seed);
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(file(name))) {
            for (long left = bytes; left > 0; left -= piece.length) {
                random.nextBytes(piece);
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
    }

    /** Overwrites some of a file where it stands. */
    void overwrite(String name, long at, String text) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(name).toFile(), "rw")) {
            file.seek(at);
            file.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether dsync is in the middle of something here, or has left something over. */
    boolean isLittered() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.anyMatch(one -> one.getFileName().toString().startsWith(".dsync-"));
        } catch (UncheckedIOException e) {
            return true; // what stood there a moment ago is gone
        }
    }

    /** What stat tells of everything; null while it changes. */
    @Nullable Map<String, String> look() throws IOException {
        return entries(false);
    }

    /** The same with what is in the files, all of which is read; null while it changes. */
    @Nullable Map<String, String> contents() throws IOException {
        return entries(true);
    }

    private @Nullable Map<String, String> entries(boolean read) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                if (!one.equals(path)) {
                    entries.put(path.relativize(one).toString(), entry(one, read));
                }
            }
            return entries;
        } catch (NoSuchFileException | UncheckedIOException e) {
            return null;
        }
    }

    private String entry(Path at, boolean read) throws IOException {
        Map<String, Object> stat = Files.readAttributes(at, "unix:*", LinkOption.NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(at)) {
            return "-> " + Files.readSymbolicLink(at);
        }
        String mode = "mode " + Integer.toOctalString(mode(stat));
        if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
            return mode;
        }
        String seen = mode + ", " + stat.get("size") + " bytes of " + stat.get("lastModifiedTime");
        if (!read) {
            return seen;
        }
        String known = at + " " + seen + stat.get("ctime") + stat.get("ino");
        String digest = digests.get(known);
        if (digest == null) {
            digest = digest(at);
            digests.put(known, digest);
        }
        return seen + ", " + digest;
    }

    private static int mode(Map<String, Object> stat) {
        return (Integer) Objects.requireNonNull(stat.get("mode"));
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(
                        Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            byte[] piece = new byte[PIECE];
            while (in.read(piece) >= 0) {
                // Reading is what feeds the digest.
            }
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
