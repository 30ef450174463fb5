package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of what cannot be read, is not there, or does not stay as it is. */
class LeftOutTest {
    private static final String NOTE = "left-out-by-dsync.txt";

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(9)));

    private void makeDirectory(String path) throws IOException {
        system.makeDirectory(path.getBytes(StandardCharsets.UTF_8), 0755);
    }

    private void write(String directory, String name) throws IOException {
        try (Root root = system.openRoot(directory.getBytes(StandardCharsets.UTF_8));
                Directory opened = root.open(RelPath.ROOT);
                WritableFile file = opened.createFile(Name.literal(name))) {
            file.write(0, name.getBytes(StandardCharsets.UTF_8), 0, name.length());
        }
    }

    private OpenShare share(String... paths) throws IOException {
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.system = system;
        return OpenShare.of(terms, Stream.of(paths).map(Path::of).toArray(Path[]::new));
    }

    private static Map<String, String> unzip(Reply reply) throws IOException {
        assertEquals(200, reply.status());
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    /** Lets names be seen but not what is there, as in a directory one may only read. */
    private void close(String... names) {
        List<Name> closed = Stream.of(names).map(Name::literal).toList();
        system.setFaults(
                (operation, name) -> {
                    if (operation == Operation.STAT && name != null && closed.contains(name)) {
                        throw new FsException(FsException.Reason.ACCESS_DENIED);
                    }
                });
    }

    @Test
    void whatMayNotBeSeen_isListedInTheArchive() throws IOException {
        makeDirectory("things");
        makeDirectory("things/sub");
        write("things", "open");
        write("things/sub", "x");
        write("things/sub", "y");
        close("x", "y");
        try (OpenShare share = share("things")) {
            Map<String, String> files = unzip(share.get("?archive=zip"));
            assertEquals(Set.of("open", "sub/", NOTE), files.keySet());
            assertEquals("These could not be read:\nsub/x\nsub/y\n", files.get(NOTE));
            assertEquals(200, share.get("").status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "things/a,things/b"})
    void fileThatMayNotBeRead_isListedInTheArchive(String paths) throws IOException {
        makeDirectory("things");
        write("things", "a");
        write("things", "b");
        system.setFaults(
                (operation, name) -> {
                    if (operation == Operation.OPEN_FILE
                            && Objects.equals(name, Name.literal("b"))) {
                        throw new FsException(FsException.Reason.ACCESS_DENIED);
                    }
                });
        try (OpenShare share = share(paths.split(",", -1))) {
            Map<String, String> files = unzip(share.get("?archive=zip"));
            assertEquals(Map.of("a", "a", NOTE, "These could not be read:\nb\n"), files);
        }
    }

    @Test
    void whatLiesTooDeep_isListedInTheArchive() throws IOException {
        StringBuilder path = new StringBuilder("things");
        makeDirectory("things");
        for (int i = 0; i <= 200; i++) {
            makeDirectory(path.append("/d").toString());
        }
        write(path.toString(), "deep");
        try (OpenShare share = share("things")) {
            String note = unzip(share.get("?archive=zip")).get(NOTE);
            assertEquals("These could not be read:\n" + "d/".repeat(201) + "\n", note);
        }
    }

    @Test
    void chosenNameThatIsNotThere_is404() throws IOException {
        makeDirectory("things");
        write("things", "open");
        write("things", ".dsync-own");
        try (OpenShare share = share("things")) {
            for (String name : List.of("gone", ".dsync-own")) {
                String query = "?archive=zip&name=open&name=";
                assertEquals(404, share.get(query + name).status(), name);
            }
            assertEquals(Set.of("open"), unzip(share.get("?archive=zip&name=open")).keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "tar.zst"})
    void fileThatIsChangedMeanwhile_isCutOff(String kind, @TempDir Path folder) throws IOException {
        byte[] content = new byte[30_000_000]; // more than sockets hold
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("f"), content);
        try (OpenShare share = OpenShare.of(folder);
                Socket socket = share.connect()) {
            OpenShare.request(socket, "?archive=" + kind);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            in.mark(2_000_000);
            in.readNBytes(1_000_000);
            in.reset();
            try (RandomAccessFile edited = new RandomAccessFile(file.toFile(), "rw")) {
                edited.write(new byte[content.length]);
            }
            assertThrows(IOException.class, () -> Reply.read(in, false));
            assertEquals(List.of(), share.said, "not told as sent");
        }
    }
}
