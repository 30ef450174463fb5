package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tree at a destination under {@code --atomic-tree}, to whoever looks while runs are killed.
 */
class AtomicTreeIT {
    private static final int FILES = 300;
    private static final int KILLS = 12;
    private static final int UNSUPPORTED = 5;
    private static final String LISTENING = "listening on 127.0.0.1:";

    private static final TreeSpec OLD =
            TreeSpec.of(
                    """
                    f same rand:1:9k
                    f attributes 0640 "content" user.a="old"
                    f listed 0670 "content" acl=g::4,u:9:7
                    f changed "old"
                    f extra "extra"
                    f one "linked"
                    h two = one
                    d d 0700 user.b="directory" @1000000000.5
                    f d/x "x"
                    f d/left.o "left out"
                    l link -> d
                    p fifo
                    d kind
                    f kind/f "f"
                    """);
    private static final TreeSpec NEW =
            TreeSpec.of(
                    """
                    f same rand:1:9k
                    f attributes 0600 "content" user.a="new"
                    f listed 0640 "content"
                    f changed "new content"
                    f one 0600 "linked"
                    h two = one
                    d d 0750 @1100000000.5
                    f d/x "x"
                    f d/y "y"
                    l link -> d/x
                    p fifo 0600
                    f kind "now a file"
                    """);

    @TempDir private Path directory;

    @BeforeEach
    void home() throws IOException {
        Files.createDirectories(directory.resolve("to"));
    }

    private Command dsync(String command, String... arguments) {
        return Command.of(Image.program().toString(), command)
                .plus(arguments)
                .with("DSYNC_HOME", directory.resolve("home") + "");
    }

    private Command push(String source, String destination, String... options) {
        return dsync("push", "--delete", "-i")
                .plus(options)
                .plus(directory.resolve(source) + "/", directory.resolve(destination) + "/");
    }

    /** All files of one version have its number in them, and in their names. */
    private void buildVersion(int version) throws IOException {
        Path source = directory.resolve("v" + version);
        for (int i = 0; i < FILES; i++) {
            Path file = source.resolve("d" + i % 7).resolve("f" + i + "." + version % 2);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "version " + version + " ".repeat(version));
            Files.writeString(source.resolve("d" + i % 7).resolve("f" + i), "version " + version);
        }
        Files.writeString(source.resolve("number"), "" + version);
    }

    private static Set<String> seen(SecureDirectoryStream<Path> directory) throws IOException {
        Set<String> seen = new TreeSet<>();
        for (Path path : directory) {
            Path name = path.getFileName(); // else it would not be one in the opened directory
            BasicFileAttributes attributes =
                    directory
                            .getFileAttributeView(
                                    name, java.nio.file.attribute.BasicFileAttributeView.class)
                            .readAttributes();
            if (attributes.isDirectory()) {
                try (SecureDirectoryStream<Path> below = directory.newDirectoryStream(name)) {
                    seen(below).forEach(one -> seen.add(name + "/" + one));
                }
            } else {
                try (SeekableByteChannel channel =
                        directory.newByteChannel(name, Set.of(StandardOpenOption.READ))) {
                    ByteBuffer bytes = ByteBuffer.allocate(64);
                    channel.read(bytes);
                    seen.add(
                            name
                                    + ": "
                                    + new String(
                                            bytes.array(),
                                            0,
                                            bytes.position(),
                                            StandardCharsets.UTF_8));
                }
            }
        }
        return seen;
    }

    /** What is at the path; empty if that has become another tree while it was looked at. */
    private static Optional<Set<String>> look(Path tree) throws IOException {
        Object before = Files.readAttributes(tree, BasicFileAttributes.class).fileKey();
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(tree)) {
            Set<String> seen = seen((SecureDirectoryStream<Path>) opened);
            Object after = Files.readAttributes(tree, BasicFileAttributes.class).fileKey();
            return before.equals(after) ? Optional.of(seen) : Optional.empty();
        } catch (NoSuchFileException e) {
            Object after = Files.readAttributes(tree, BasicFileAttributes.class).fileKey();
            if (before.equals(after)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private List<String> beside(String tree) throws IOException {
        try (Stream<Path> names = Files.list(directory.resolve(tree))) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void runsKilledAtAnyTime_leaveOneTreeOrTheOther() throws Exception {
        buildVersion(0);
        buildVersion(1);
        Path tree = directory.resolve("to/B");
        List<Set<String>> whole =
                List.of(
                        look(directory.resolve("v0")).orElseThrow(),
                        look(directory.resolve("v1")).orElseThrow());
        push("v0", "to/B", "--atomic-tree").run().succeeded();
        long nanos = push("v1", "to/B", "--atomic-tree").run().succeeded().duration().toNanos();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        AtomicReference<Object> wrong = new AtomicReference<>();
        Thread observer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!ended.get() && wrong.get() == null) {
                                        try {
                                            look(tree)
                                                    .filter(seen -> !whole.contains(seen))
                                                    .ifPresent(wrong::set);
                                            looks.incrementAndGet();
                                        } catch (IOException | RuntimeException e) {
                                            wrong.set(e);
                                        }
                                    }
                                });
        Random random = new Random(RandomKill.seed());
        int hits = 0;
        for (int round = 0; round < KILLS; round++) {
            Command command = push("v" + round % 2, "to/B", "--atomic-tree");
            try (Command.Running run = command.start()) {
                LockSupport.parkNanos(nanos / 3 + (long) (random.nextDouble() * nanos * 0.7));
                run.process().toHandle().destroyForcibly();
                hits += run.finish(TransferKill.SOON).exitCode() == 0 ? 0 : 1;
            }
            Set<String> left = look(tree).orElseThrow();
            assertTrue(whole.contains(left), "round " + round + ": " + left);
        }
        Finished last = push("v0", "to/B", "--atomic-tree").run();
        ended.set(true);
        observer.join();
        assertEquals(0, last.exitCode(), last.stderr());
        assertEquals(null, wrong.get());
        assertTrue(looks.get() > KILLS, looks + " looks");
        assertTrue(hits > 0, hits + " hits");
        assertEquals(whole.get(0), look(tree).orElseThrow());
        assertEquals(List.of("B"), beside("to"));
    }

    @Test
    void result_isThatOfARunWithoutIt() throws IOException {
        NEW.build(directory.resolve("new"));
        OLD.build(directory.resolve("to/plain"));
        OLD.build(directory.resolve("to/atomic"));
        String[] options = {"-HXA", "--exclude=*.o"};
        Finished plain = push("new", "to/plain", options).run();
        Finished atomic = push("new", "to/atomic", options).plus("--atomic-tree").run();
        assertEquals(plain.stdout(), atomic.stdout());
        assertEquals(0, plain.exitCode(), plain.stderr());
        assertEquals(0, atomic.exitCode(), atomic.stderr());
        assertEquals(
                List.of(),
                TreeLook.at(directory.resolve("to/plain"))
                        .differences(TreeLook.at(directory.resolve("to/atomic"))));
        assertEquals(List.of("atomic", "plain"), beside("to"));
    }

    @Test
    void share_switchesTreesInIt_butNotItself() throws IOException {
        NEW.build(directory.resolve("new"));
        OLD.build(directory.resolve("to/B"));
        Path key = Files.writeString(directory.resolve("key"), "5".repeat(64) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Command serve =
                dsync("serve", "-v", "--listen", "127.0.0.1:0")
                        .plus("--key-file", key.toString())
                        .plus("--share", "m=" + directory.resolve("to"));
        try (Command.Running server = serve.start()) {
            server.awaitLine(LISTENING, TransferKill.SOON);
            String share = "dsync://127.0.0.1:" + server.after(LISTENING) + "/m/";
            Object before =
                    Files.readAttributes(directory.resolve("to/B"), BasicFileAttributes.class)
                            .fileKey();
            Command push =
                    dsync("push", "--delete", "--atomic-tree", "--key-file", key.toString())
                            .plus(directory.resolve("new") + "/");
            push.plus(share + "B").run().succeeded();
            Object after =
                    Files.readAttributes(directory.resolve("to/B"), BasicFileAttributes.class)
                            .fileKey();
            assertTrue(!before.equals(after), "the tree is another");
            assertEquals(
                    TreeLook.at(directory.resolve("new")).paths(),
                    TreeLook.at(directory.resolve("to/B")).paths());
            assertEquals(List.of("B"), beside("to"));
            Finished refused = push.plus(share).run();
            assertEquals(UNSUPPORTED, refused.exitCode(), refused.stderr());
            assertEquals(List.of("B"), beside("to"));
        }
    }
}
