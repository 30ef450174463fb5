package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Row;
import dev.dsync.app.web.ZipStream.Item;
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
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A folder, or some of what is in it, as one file that is made while it is sent. Links to files are
 * their contents; links to folders are left out, since they may lead in circles.
 */
final class Archive {
    /** A zip keeps a list of all it holds until its end. */
    static final int ZIP_ENTRIES_MAX = 100_000;

    private static final int DEPTH_MAX = 1000;
    private static final int AT_ONCE = 1000;
    private static final int PERMISSIONS = 0777;
    private static final String LEFT_OUT = "left-out-by-dsync.txt";

    private final Disk disk;
    private final Buffers buffers;
    private final SharedFiles files;
    private final Exchange exchange;

    /** What could not be read, one path a line; the archive says so itself. */
    private final StringBuilder leftOut = new StringBuilder();

    Archive(Disk disk, Buffers buffers, SharedFiles files, Exchange exchange) {
        this.disk = disk;
        this.buffers = buffers;
        this.files = files;
        this.exchange = exchange;
    }

    /** Kinds of archives. */
    enum Form {
        ZIP(".zip", "application/zip"),
        TAR_ZST(".tar.zst", "application/zstd");

        final String suffix;
        final String type;

        /** The kind that is asked for as this. */
        static Optional<Form> of(String word) {
            return Arrays.stream(values())
                    .filter(form -> form.suffix.equals("." + word))
                    .findFirst();
        }

        Form(String suffix, String type) {
            this.suffix = suffix;
            this.type = type;
        }
    }

    /** More than a zip can be made of here. */
    static final class TooManyException extends IOException {
        TooManyException() {
            super("more than " + ZIP_ENTRIES_MAX + " names");
        }
    }

    /** Takes what is in the archive, in order. */
    @FunctionalInterface
    private interface Visitor {
        /** A name; a folder comes before what is in it. */
        void visit(List<Name> from, String path, Stat stat) throws IOException;
    }

    /**
     * Answers.
     *
     * @param folder the path of the folder
     * @param chosen what of it; all if empty
     * @param name what the file is to be called, without what stands behind the dot
     * @return the bytes of the archive
     */
    long send(Form form, List<Name> folder, Set<Name> chosen, String name) throws IOException {
        exchange.secure(Exchange.FILE_POLICY);
        exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
        exchange.set(HttpHeader.CONTENT_TYPE, form.type);
        exchange.saveAs((name + form.suffix).getBytes(StandardCharsets.UTF_8), false);
        ByteBuffer buffer = buffers.take();
        try {
            AnswerStream out = new AnswerStream(exchange, buffer);
            switch (form) {
                case ZIP -> zip(out, folder, chosen);
                case TAR_ZST -> tar(out, folder, chosen);
            }
            return out.length();
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private void zip(AnswerStream out, List<Name> folder, Set<Name> chosen) throws IOException {
        List<Item> items = new ArrayList<>();
        List<List<Name>> places = new ArrayList<>();
        walk(
                folder,
                chosen,
                (from, path, stat) -> {
                    if (!path.endsWith("/") && !isReadable(from, path)) {
                        return;
                    }
                    if (items.size() >= ZIP_ENTRIES_MAX) {
                        throw new TooManyException();
                    }
                    items.add(item(path, stat));
                    places.add(from);
                });
        byte[] note = note();
        if (note.length > 0) {
            items.add(new Item(LEFT_OUT, note.length, 0, 0644));
        }
        exchange.set(HttpHeader.CONTENT_LENGTH, Long.toString(ZipStream.lengthOf(items)));
        exchange.status(200);
        if (exchange.isHead()) {
            exchange.write(true, ByteBuffer.allocate(0));
            return;
        }
        ZipStream zip = new ZipStream(out);
        for (int i = 0; i < places.size(); i++) {
            Item item = items.get(i);
            List<Name> place = places.get(i);
            zip.add(item, to -> copy(place, item.size(), to));
        }
        if (note.length > 0) {
            zip.add(items.getLast(), to -> to.write(note));
        }
        zip.finish();
        out.finish();
    }

    private static Item item(String path, Stat stat) {
        long size = path.endsWith("/") ? 0 : stat.size();
        return new Item(path, size, stat.modified().seconds(), stat.mode() & PERMISSIONS);
    }

    private byte[] note() {
        return leftOut.isEmpty()
                ? new byte[0]
                : ("These could not be read:\n" + leftOut).getBytes(StandardCharsets.ISO_8859_1);
    }

    private boolean isReadable(List<Name> from, String path) throws IOException {
        try {
            disk.call(
                    () -> {
                        files.openFile(from).close();
                        return true;
                    });
            return true;
        } catch (FsException e) {
            leftOut.append(path).append('\n');
            return false;
        }
    }

    private void tar(AnswerStream out, List<Name> folder, Set<Name> chosen) throws IOException {
        exchange.status(200);
        if (exchange.isHead()) {
            exchange.write(true, ByteBuffer.allocate(0));
            return;
        }
        // Names are bytes, and pass as the characters of these numbers.
        String bytes = StandardCharsets.ISO_8859_1.name();
        ZstdCompressorOutputStream zstd = new ZstdCompressorOutputStream(out);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(zstd, bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
            walk(folder, chosen, (from, path, stat) -> addToTar(tar, from, path, stat));
            byte[] note = note();
            if (note.length > 0) {
                TarArchiveEntry entry = new TarArchiveEntry(LEFT_OUT);
                entry.setSize(note.length);
                tar.putArchiveEntry(entry);
                tar.write(note);
                tar.closeArchiveEntry();
            }
        }
        out.finish();
    }

    private void addToTar(TarArchiveOutputStream tar, List<Name> from, String path, Stat stat)
            throws IOException {
        if (!path.endsWith("/") && !isReadable(from, path)) {
            return;
        }
        Item item = item(path, stat);
        TarArchiveEntry entry = new TarArchiveEntry(path, true);
        entry.setSize(item.size());
        entry.setMode(item.mode());
        entry.setModTime(FileTime.from(Instant.ofEpochSecond(item.modified())));
        tar.putArchiveEntry(entry);
        if (!item.isFolder()) {
            copy(from, item.size(), tar);
        }
        tar.closeArchiveEntry();
    }

    /** Copies the first bytes of a file, or fails. */
    private void copy(List<Name> from, long size, OutputStream out) throws IOException {
        byte[] bytes = new byte[(int) Math.min(size, Buffers.BYTES)];
        try (ReadableFile file = disk.call(() -> files.openFile(from))) {
            long position = 0;
            while (position < size) {
                long at = position;
                int part = (int) Math.min(bytes.length, size - position);
                if (disk.call(() -> file.read(at, bytes, 0, part)) < part) {
                    throw new IOException("a file became shorter");
                }
                out.write(bytes, 0, part);
                position += part;
            }
        }
    }

    private void walk(List<Name> folder, Set<Name> chosen, Visitor visitor) throws IOException {
        walk(folder, "", chosen, 0, visitor);
    }

    private void walk(List<Name> folder, String path, Set<Name> chosen, int depth, Visitor visitor)
            throws IOException {
        List<Name> names;
        try {
            names = disk.call(() -> files.names(folder));
        } catch (FsException e) {
            if (depth == 0) {
                throw e;
            }
            leftOut.append(path).append('\n');
            return;
        }
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<Name> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
            for (Row row : disk.call(() -> files.rows(folder, some))) {
                if (chosen.isEmpty() || chosen.contains(row.name())) {
                    visit(folder, path, row, depth, visitor);
                }
            }
        }
    }

    private void visit(List<Name> folder, String path, Row row, int depth, Visitor visitor)
            throws IOException {
        List<Name> below = new ArrayList<>(folder);
        below.add(row.name());
        String name = path + new String(row.name().bytes(), StandardCharsets.ISO_8859_1);
        if (!row.isFolder()) {
            visitor.visit(below, name, row.stat());
        } else if (!row.isLink() && depth < DEPTH_MAX) {
            visitor.visit(below, name + "/", row.stat());
            walk(below, name + "/", Set.of(), depth + 1, visitor);
        }
    }
}
