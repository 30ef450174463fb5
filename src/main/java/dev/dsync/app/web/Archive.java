package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Row;
import dev.dsync.app.web.ZipStream.Entry;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A folder, or some of what is in it, as one file that is made while it is sent. Links to files are
 * their contents; links to folders are left out, since they may lead in circles.
 *
 * <p>What a zip will be long is summed up in a walk of its own, and a second one writes it, so that
 * what is in it need not be remembered; where they differ it is cut off.
 */
final class Archive {
    /** Each step is taken again for each folder below it. */
    private static final int DEPTH_MAX = 200;

    private static final int AT_ONCE = 1000;
    private static final int PERMISSIONS = 0777;

    /** Beside its bytes, what a name takes on the heap. */
    private static final int NAME_BYTES = 48;

    /** What zstd keeps outside the heap, about, and what a file is read into. */
    private static final int ZSTD_BYTES = 4 << 20;

    private static final String TOO_MANY_FOR_ZIP =
            "Too many files for a .zip; take them as .tar.zst.";
    private static final String TOO_MANY = "Too many names in one folder.";

    private final Disk disk;
    private final Buffers buffers;
    private final SharedFiles files;
    private final Lister lister;
    private final Room.Share room;
    private final Exchange exchange;

    private LeftOut leftOut = new LeftOut();
    private long namesBytes;
    private long namesBytesMost;

    /** One that keeps what it has to keep in that room. */
    Archive(
            Disk disk,
            Buffers buffers,
            SharedFiles files,
            Lister lister,
            Room.Share room,
            Exchange exchange) {
        this.disk = disk;
        this.buffers = buffers;
        this.files = files;
        this.lister = lister;
        this.room = room;
        this.exchange = exchange;
    }

    /** Kinds of archives. */
    enum Kind {
        ZIP(".zip", "application/zip"),
        TAR_ZST(".tar.zst", "application/zstd");

        final String suffix;
        final String type;

        /** The kind that is asked for as this. */
        static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.suffix.equals("." + word))
                    .findFirst();
        }

        Kind(String suffix, String type) {
            this.suffix = suffix;
            this.type = type;
        }
    }

    /** Says what is in a folder. */
    @FunctionalInterface
    interface Lister {
        /** All names, sorted. */
        List<Name> names(List<Name> folder) throws IOException;
    }

    /** Takes what is in the archive, in order. */
    @FunctionalInterface
    private interface Taker {
        /** A name; a folder comes before what is in it. */
        void take(List<Name> from, String path, Stat stat) throws IOException;
    }

    /**
     * Answers.
     *
     * @param folder the path of the folder
     * @param names what of it
     * @param title what the file is to be called, without what stands behind the dot
     * @return the bytes of the archive
     */
    long send(Kind kind, List<Name> folder, List<Name> names, String title) throws IOException {
        exchange.secure(Exchange.FILE_POLICY);
        exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
        exchange.set(HttpHeader.CONTENT_TYPE, kind.type);
        exchange.saveAs((title + kind.suffix).getBytes(StandardCharsets.UTF_8), false);
        return switch (kind) {
            case ZIP -> zip(folder, names);
            case TAR_ZST -> tar(folder, names);
        };
    }

    /** Writes what an archive is made of. */
    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private long answer(Writing writing) throws IOException {
        if (exchange.isHead()) {
            exchange.send(200);
            return 0;
        }
        exchange.status(200);
        return buffers.lend(
                buffer -> {
                    AnswerStream out = new AnswerStream(exchange, buffer);
                    writing.to(out);
                    out.finish();
                    return out.length();
                });
    }

    private long zip(List<Name> folder, List<Name> names) throws IOException {
        ZipStream.Sum sum = new ZipStream.Sum();
        walk(folder, names, (from, path, stat) -> sum.add(zipEntry(path, stat)));
        if (!leftOut.isEmpty()) {
            sum.add(leftOut.entry());
        }
        room.take(sum.listBytes(), TOO_MANY_FOR_ZIP);
        exchange.set(HttpHeader.CONTENT_LENGTH, Long.toString(sum.length()));
        return answer(out -> writeZip(out, sum, folder, names));
    }

    private void writeZip(OutputStream out, ZipStream.Sum sum, List<Name> folder, List<Name> names)
            throws IOException {
        ZipStream zip = new ZipStream(out, sum);
        walk(
                folder,
                names,
                (from, path, stat) -> zip.add(zipEntry(path, stat), to -> copy(from, stat, to)));
        if (!leftOut.isEmpty()) {
            byte[] note = leftOut.note();
            zip.add(leftOut.entry(), to -> to.write(note));
        }
        zip.finish();
    }

    /** Careless programs on Windows take a backslash for one that leads on, or up. */
    private static Entry zipEntry(String path, Stat stat) {
        return entry(path.replace('\\', '_'), stat);
    }

    private static Entry entry(String path, Stat stat) {
        long size = path.endsWith("/") ? 0 : stat.size();
        return new Entry(path, size, stat.modified().seconds(), stat.mode() & PERMISSIONS);
    }

    private long tar(List<Name> folder, List<Name> names) throws IOException {
        room.take(ZSTD_BYTES, TOO_MANY);
        return answer(out -> writeTar(out, folder, names));
    }

    private void writeTar(OutputStream out, List<Name> folder, List<Name> names)
            throws IOException {
        // Names are bytes, and pass as the characters of these numbers.
        String bytes = StandardCharsets.ISO_8859_1.name();
        ZstdCompressorOutputStream zstd = new ZstdCompressorOutputStream(out);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(zstd, bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
            walk(
                    folder,
                    names,
                    (from, path, stat) -> {
                        Entry entry = entry(path, stat);
                        begin(tar, entry);
                        if (!entry.isFolder()) {
                            copy(from, stat, tar);
                        }
                        tar.closeArchiveEntry();
                    });
            if (!leftOut.isEmpty()) {
                begin(tar, leftOut.entry());
                tar.write(leftOut.note());
                tar.closeArchiveEntry();
            }
        }
    }

    private static void begin(TarArchiveOutputStream tar, Entry entry) throws IOException {
        TarArchiveEntry head = new TarArchiveEntry(entry.latinPath(), true);
        head.setSize(entry.size());
        head.setMode(entry.mode());
        head.setModTime(FileTime.from(Instant.ofEpochSecond(entry.modified())));
        tar.putArchiveEntry(head);
    }

    /** Copies a file, or fails where it is not as it was, or does not stay so. */
    private void copy(List<Name> place, Stat seen, OutputStream out) throws IOException {
        if (seen.size() == 0) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(seen.size(), Buffers.BYTES));
        try (ReadableFile file = disk.call(() -> files.openFile(place))) {
            new SteadyFile(disk, file, seen)
                    .copy(
                            0,
                            seen.size(),
                            buffer,
                            (part, _) ->
                                    out.write(part.array(), part.arrayOffset(), part.remaining()));
        }
    }

    private void walk(List<Name> folder, List<Name> names, Taker taker) throws IOException {
        leftOut = new LeftOut();
        walk(folder, "", names, 0, taker);
    }

    private void walk(List<Name> folder, String path, List<Name> names, int depth, Taker taker)
            throws IOException {
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<Name> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
            SharedFiles.Look look;
            try {
                look = disk.call(() -> files.lookInto(folder, some));
            } catch (FsException e) {
                leftOut.add(path);
                return;
            }
            for (Name name : look.closed()) {
                leftOut.add(path + latin(name));
            }
            for (Row row : look.rows()) {
                List<Name> below = new ArrayList<>(folder);
                below.add(row.name());
                String place = path + latin(row.name());
                if (!row.isFolder()) {
                    taker.take(below, place, row.stat());
                } else if (!row.isLink()) {
                    taker.take(below, place + "/", row.stat());
                    enter(below, place + "/", depth + 1, taker);
                }
            }
        }
    }

    private void enter(List<Name> folder, String path, int depth, Taker taker) throws IOException {
        if (depth > DEPTH_MAX) {
            leftOut.add(path);
            return;
        }
        List<Name> names;
        try {
            names = lister.names(folder);
        } catch (FsException e) {
            leftOut.add(path);
            return;
        }
        long bytes = bytesOf(names);
        keep(bytes);
        walk(folder, path, names, depth, taker);
        namesBytes -= bytes;
    }

    /** What a list of names takes on the heap, about. */
    static long bytesOf(List<Name> names) {
        return names.stream().mapToLong(name -> NAME_BYTES + name.length()).sum();
    }

    /** Counts names that are kept from here on; the room is taken once, for both walks. */
    void keep(long bytes) throws RefusedException {
        namesBytes += bytes;
        if (namesBytes > namesBytesMost) {
            room.take(namesBytes - namesBytesMost, TOO_MANY);
            namesBytesMost = namesBytes;
        }
    }

    private static String latin(Name name) {
        return new String(name.bytes(), StandardCharsets.ISO_8859_1);
    }

    /** What could not be read; the archive says so itself. */
    private static final class LeftOut {
        private static final String NAME = "left-out-by-dsync.txt";
        private static final int CHARACTERS_MAX = 64 << 10;

        private final StringBuilder paths = new StringBuilder();
        private long more;

        /** Adds one, each of its bytes a character. */
        void add(String latinPath) {
            if (paths.length() < CHARACTERS_MAX) {
                paths.append(latinPath).append('\n');
            } else {
                more++;
            }
        }

        boolean isEmpty() {
            return paths.isEmpty();
        }

        byte[] note() {
            String end = more == 0 ? "" : "and " + more + " more\n";
            return ("These could not be read:\n" + paths + end)
                    .getBytes(StandardCharsets.ISO_8859_1);
        }

        Entry entry() {
            return new Entry(NAME, note().length, 0, 0644);
        }
    }
}
