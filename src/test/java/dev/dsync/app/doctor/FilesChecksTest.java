package dev.dsync.app.doctor;

import static dev.dsync.app.doctor.Looked.assertNote;
import static dev.dsync.app.doctor.Looked.assertOk;
import static dev.dsync.app.doctor.Looked.assertWrong;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.trust.DeviceKey;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilesChecksTest {
    private static final String HOME = "/home/user/.config/dsync";
    private static final String STATE = "/state/dsync";
    private static final long MIB = 1 << 20;

    private final FakeMachine machine = new FakeMachine();
    private Instant stamp = machine.now;
    private final MemoryFileSystem system = new MemoryFileSystem(() -> stamp);
    private final SecureRandom random = new SecureRandom();

    private KeysCheck keys() {
        return new KeysCheck(system, HOME, random);
    }

    private Probe probe() {
        return new Probe(system, STATE, new Random(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The keys of a device and of a share, as dsync makes them. */
    private void makeKeys() throws IOException {
        try (StateDirectory folder = StateDirectory.open(system, bytes(HOME), random)) {
            DeviceKey.open(folder, random);
            new ShareKeys(folder).create(ShareName.parse("photos").orElseThrow(), random);
        }
    }

    /** Something that is done in a directory. */
    private interface Work {
        void in(Directory directory) throws IOException;
    }

    private void in(String path, Work work) throws IOException {
        try (Root root = system.openRoot(bytes(path));
                Directory directory = root.open(RelPath.ROOT)) {
            work.in(directory);
        }
    }

    private static void spoil(Directory directory, String name) throws IOException {
        try (WritableFile file = directory.openForWriting(Name.literal(name))) {
            file.write(0, bytes("-no key-"), 0, 8);
        }
    }

    @Test
    void keys_asDsyncMakesThem_areOk() throws IOException {
        assertOk("none yet; dsync key new NAME makes one", keys());
        makeKeys();
        assertOk("1 share in " + HOME + "/keys", keys());
    }

    @Test
    void keys_openToOthers_areWrong() throws IOException {
        makeKeys();
        in(HOME + "/keys", keys -> keys.setMode(Name.literal("photos.key"), 0640));
        assertWrong(
                HOME + "/keys/photos.key is open to others",
                "chmod go= " + HOME + "/keys/photos.key",
                keys());
        in(HOME + "/keys", keys -> keys.setMode(0710));
        in(HOME, folder -> folder.setMode(Name.literal("device.pem"), 0604));
        in(HOME, folder -> folder.setMode(0755));
        assertEquals(
                List.of("", "/device.pem", "/keys", "/keys/photos.key"),
                keys().look().stream()
                        .map(finding -> finding.text().replace(" is open to others", ""))
                        .map(path -> path.substring(HOME.length()))
                        .toList());
    }

    @Test
    void keys_ofAnotherUser_areWrong() throws IOException {
        makeKeys();
        in(HOME + "/keys", keys -> keys.setOwner(Name.literal("photos.key"), 7, 7));
        assertWrong(
                HOME + "/keys/photos.key belongs to another user",
                "sudo chown \"$(id -un)\" " + HOME + "/keys/photos.key",
                keys());
    }

    @Test
    void keys_thatHoldNone_areWrong() throws IOException {
        makeKeys();
        in(HOME + "/keys", keys -> spoil(keys, "photos.key"));
        assertWrong(
                HOME + "/keys/photos.key holds no key",
                "mv HOME/photos.key HOME/photos.key.bad && dsync key new photos"
                        .replace("HOME", HOME + "/keys"),
                keys());
        in(HOME + "/keys", keys -> keys.unlink(Name.literal("photos.key")));
        in(HOME, folder -> spoil(folder, "device.pem"));
        assertWrong(
                HOME + "/device.pem holds no key",
                "mv HOME HOME.bad".replace("HOME", HOME + "/device.pem"),
                keys());
    }

    @Test
    void state_thatCanBeWritten_isOk_andStaysAsItIs() throws IOException {
        system.setCapacityBytes(2_048 * MIB);
        assertOk("/state/dsync, 2,048 MiB free", new StateCheck(probe()));
        system.makeDirectories(bytes(STATE), 0700);
        assertOk("/state/dsync, 2,048 MiB free", new StateCheck(probe()));
        in(STATE, folder -> assertEquals(List.of(), folder.names()));
    }

    @Test
    void state_withoutRoom_isWrong() throws IOException {
        system.makeDirectories(bytes(STATE), 0700);
        system.setCapacityBytes(512 * MIB);
        String largest = "du -xh /state/dsync | sort -h | tail";
        assertNote("/state/dsync, 512 MiB free", largest, new StateCheck(probe()));
        system.setCapacityBytes(20 * MIB);
        assertWrong("/state/dsync, 20 MiB free", largest, new StateCheck(probe()));
    }

    @Test
    void state_openToOthersOrOfAnother_isWrong() throws IOException {
        system.setCapacityBytes(2_048 * MIB);
        system.makeDirectories(bytes(STATE), 0700);
        in(STATE, folder -> folder.setMode(0755));
        assertWrong(
                "/state/dsync is open to others",
                "chmod go= /state/dsync",
                new StateCheck(probe()));
        in(STATE, folder -> folder.setOwner(7, 7));
        assertWrong(
                "/state/dsync belongs to another user",
                "sudo chown -R \"$(id -un)\" /state/dsync",
                new StateCheck(probe()));
    }

    @Test
    void clock_ofTheFilesIsCompared() throws IOException {
        ClockCheck check = new ClockCheck(machine, probe());
        assertOk("that of the files agrees", check);
        stamp = machine.now.plusSeconds(90);
        assertWrong(
                "files are stamped 90 s ahead of the clock",
                "sudo timedatectl set-ntp true",
                check);
        stamp = machine.now.minusSeconds(90);
        assertWrong(
                "files are stamped 90 s behind the clock", "sudo timedatectl set-ntp true", check);
        machine.now = Instant.parse("1970-01-01T00:00:10Z");
        assertWrong(
                "it says 1970-01-01T00:00:10Z, when dsync was not made yet",
                "sudo timedatectl set-ntp true",
                check);
    }
}
