package dev.dsync.app.doctor;

import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.trust.DeviceKey;
import dev.dsync.io.trust.KeyFileException;
import dev.dsync.io.trust.ShareKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of this user: whose they are, who else may use them, whether they are keys. */
final class KeysCheck implements Check {
    private static final int OTHERS = 0077;
    private static final Name DEVICE = Name.literal(DeviceKey.FILE);
    private static final Name KEYS = Name.literal("keys");
    private static final String SUFFIX = ".key";

    private final FileSystem system;
    private final String configuration;
    private final SecureRandom random;

    KeysCheck(FileSystem system, String configuration, SecureRandom random) {
        this.system = system;
        this.configuration = configuration;
        this.random = random;
    }

    @Override
    public String subject() {
        return "keys";
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        int keys;
        try (Root root = system.openRoot(bytes(configuration));
                Directory folder = root.open(RelPath.ROOT)) {
            owned(configuration, folder.stat()).ifPresent(findings::add);
            keys = folder(folder, findings);
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.NOT_FOUND) {
                return List.of(
                        Finding.wrong(
                                Escape.path(bytes(configuration))
                                        + " cannot be read: "
                                        + e.reason().text(),
                                "make it your own",
                                "sudo chown -R \"$(id -un)\" " + Shell.word(configuration)));
            }
            return List.of(Finding.ok("none yet; dsync key new NAME makes one"));
        }
        if (findings.isEmpty()) {
            findings.add(
                    Finding.ok(
                            (keys == 1 ? "1 share" : keys + " shares")
                                    + " in "
                                    + Escape.path(bytes(configuration + "/keys"))));
        }
        return findings;
    }

    /** Returns how many keys of shares there are. */
    private int folder(Directory folder, List<Finding> findings) throws IOException {
        List<Name> names = folder.names();
        if (names.contains(DEVICE)) {
            owned(configuration + "/" + DEVICE, folder.stat(DEVICE)).ifPresent(findings::add);
            if (findings.isEmpty()) {
                device().ifPresent(findings::add);
            }
        }
        if (!names.contains(KEYS)) {
            return 0;
        }
        int count = 0;
        String path = configuration + "/keys";
        try (Directory keys = folder.openDirectory(KEYS)) {
            owned(path, keys.stat()).ifPresent(findings::add);
            for (Name name : keys.names()) {
                String text = new String(name.bytes(), StandardCharsets.UTF_8);
                if (text.endsWith(SUFFIX)) {
                    count++;
                    key(path + "/" + text, text, keys.stat(name)).ifPresent(findings::add);
                }
            }
        }
        return count;
    }

    private Optional<Finding> device() throws IOException {
        try (StateDirectory folder = StateDirectory.open(system, bytes(configuration), random)) {
            DeviceKey.open(folder, random);
            return Optional.empty();
        } catch (KeyFileException e) {
            String path = Shell.word(configuration + "/" + DEVICE);
            return Optional.of(
                    Finding.wrong(
                            e.location() + " holds no key",
                            "put it away; another is made, which those who know this device must"
                                    + " be told",
                            "mv " + path + " " + path + ".bad"));
        }
    }

    private Optional<Finding> key(String path, String name, Stat stat) throws IOException {
        if (stat.kind() != Kind.FILE) {
            return Optional.of(
                    Finding.wrong(
                            Escape.path(bytes(path)) + " is no regular file",
                            "put the key itself in its place",
                            "cp --remove-destination \"$(readlink -f "
                                    + Shell.word(path)
                                    + ")\" "
                                    + Shell.word(path)));
        }
        Optional<Finding> fault = owned(path, stat);
        return fault.isPresent() ? fault : wellFormed(path, name);
    }

    private Optional<Finding> owned(String path, Stat stat) {
        String shown = Escape.path(bytes(path));
        if (stat.uid() != system.effectiveUser()) {
            return Optional.of(
                    Finding.wrong(
                            shown + " belongs to another user",
                            "make it your own",
                            "sudo chown \"$(id -un)\" " + Shell.word(path)));
        }
        if ((stat.mode() & OTHERS) != 0) {
            return Optional.of(
                    Finding.wrong(
                            shown + " is open to others",
                            "keep it to yourself",
                            "chmod go= " + Shell.word(path)));
        }
        return Optional.empty();
    }

    private Optional<Finding> wellFormed(String path, String name) throws IOException {
        try {
            ShareKeys.read(system, bytes(path));
            return Optional.empty();
        } catch (KeyFileException e) {
            String share = name.substring(0, name.length() - SUFFIX.length());
            return Optional.of(
                    Finding.wrong(
                            Escape.path(bytes(path)) + " holds no key",
                            "copy it anew from a peer; or put it away and make another",
                            "mv "
                                    + Shell.word(path)
                                    + " "
                                    + Shell.word(path + ".bad")
                                    + " && dsync key new "
                                    + Shell.word(share)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
