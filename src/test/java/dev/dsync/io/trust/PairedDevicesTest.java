package dev.dsync.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.trust.PairedDevices.Access;
import dev.dsync.io.trust.PairedDevices.Device;
import dev.dsync.io.trust.PairedDevices.Standing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairedDevicesTest {
    private static final DeviceId DESKTOP = new DeviceId(new Digest(1, 2, 3, 4));
    private static final DeviceId LAPTOP = new DeviceId(new Digest(5, 6, 7, 8));
    private static final ShareName NOTES = new ShareName("notes");
    private static final ShareName PHOTOS = new ShareName("photos");

    private final MemoryFiles files = new MemoryFiles();
    private final PairedDevices devices = new PairedDevices(files);

    @Test
    void firstPairing_makesStrangersOfAllOthers() throws Exception {
        assertEquals(Standing.UNASKED, devices.standing(NOTES, LAPTOP));
        devices.add(DESKTOP, "me@desktop", NOTES, Access.READ_WRITE);
        assertEquals(Standing.PAIRED, devices.standing(NOTES, DESKTOP));
        assertEquals(Standing.STRANGER, devices.standing(NOTES, LAPTOP));
        assertEquals(Standing.UNASKED, devices.standing(PHOTOS, LAPTOP), "another share");
    }

    @Test
    void file_saysInLinesWhatIsKnown() throws Exception {
        devices.add(DESKTOP, "me@desktop", PHOTOS, Access.READ_WRITE);
        devices.add(DESKTOP, "another name", NOTES, Access.READ_ONLY);
        byte[] file =
                Optional.ofNullable(files.contents.get("peers/" + DESKTOP + ".peer")).orElseThrow();
        assertEquals(
                "name me@desktop\naccess read-write\nread-only notes\nread-write photos\n",
                new String(file, StandardCharsets.UTF_8));
        assertEquals(
                List.of(
                        new Device(
                                DESKTOP,
                                "me@desktop",
                                Access.READ_WRITE,
                                Map.of(NOTES, Access.READ_ONLY, PHOTOS, Access.READ_WRITE))),
                devices.all());
        assertEquals(Standing.READER, devices.standing(NOTES, DESKTOP));
        assertEquals(Standing.PAIRED, devices.standing(PHOTOS, DESKTOP));
    }

    @Test
    void forgotten_isAStranger_evenIfItWasTheOnlyOne() throws Exception {
        devices.add(DESKTOP, "me@desktop", NOTES, Access.READ_WRITE);
        devices.change("me@desktop", desktop -> desktop.limitedTo(Access.NONE));
        assertEquals(Standing.STRANGER, devices.standing(NOTES, DESKTOP));
        assertEquals(List.of(), devices.all());
        assertEquals(Optional.empty(), devices.find("me@desktop"));

        assertEquals(Standing.STRANGER, devices.standing(NOTES, LAPTOP));
    }

    @Test
    void forgottenThatIsPairedForOneShare_staysAStrangerToTheOthers() throws Exception {
        devices.add(DESKTOP, "me@desktop", NOTES, Access.READ_WRITE);
        devices.add(DESKTOP, "me@desktop", PHOTOS, Access.READ_WRITE);
        devices.change("me@desktop", desktop -> desktop.limitedTo(Access.NONE));
        devices.add(DESKTOP, "desktop", PHOTOS, Access.READ_ONLY);
        assertEquals(Standing.READER, devices.standing(PHOTOS, DESKTOP));
        assertEquals(Standing.STRANGER, devices.standing(NOTES, DESKTOP));
        assertEquals(
                Standing.STRANGER, devices.standing(NOTES, LAPTOP), "it is not open to others");
        assertEquals("desktop", devices.all().getFirst().name());

        devices.change("desktop", desktop -> desktop.limitedTo(Access.READ_WRITE));
        assertEquals(Standing.STRANGER, devices.standing(NOTES, DESKTOP));
        devices.add(DESKTOP, "desktop", NOTES, Access.READ_WRITE);
        assertEquals(Standing.PAIRED, devices.standing(NOTES, DESKTOP));
    }

    @Test
    void limited_mayRead_alsoWhenPairedAgain() throws Exception {
        devices.add(DESKTOP, "me@desktop", NOTES, Access.READ_WRITE);
        devices.change(
                "me@desktop", device -> device.called("desktop").limitedTo(Access.READ_ONLY));
        devices.add(DESKTOP, "me@desktop", PHOTOS, Access.READ_WRITE);
        assertEquals(Standing.READER, devices.standing(NOTES, DESKTOP));
        assertEquals(Standing.READER, devices.standing(PHOTOS, DESKTOP));
        assertEquals("desktop", devices.all().getFirst().name());
    }

    @Test
    void nameThatIsTakenOrNone_isReplaced() throws Exception {
        devices.add(DESKTOP, "root@vm", NOTES, Access.READ_WRITE);
        assertEquals(
                LAPTOP.shortForm() + "-2",
                devices.add(LAPTOP, "root@vm", NOTES, Access.READ_WRITE).name());
        DeviceId third = new DeviceId(new Digest(9, 9, 9, 9));
        assertEquals(
                third.shortForm(), devices.add(third, "a\nb", NOTES, Access.READ_WRITE).name());
    }

    @Test
    void fileThatIsNotUnderstood_isNotPassedOver() {
        for (String content :
                new String[] {
                    "",
                    "name a\n",
                    "name a\naccess all\n",
                    "name a/b\naccess none\n",
                    "name a\naccess none\nread-write x/y\n",
                    "name a\naccess none\nnothing x\n",
                    "name a\naccess none\nread-write x\nread-only x\n"
                }) {
            files.contents.put(
                    "peers/" + DESKTOP + ".peer", content.getBytes(StandardCharsets.UTF_8));
            KeyFileException failure =
                    assertThrows(
                            KeyFileException.class, () -> devices.standing(NOTES, LAPTOP), content);
            assertEquals(KeyFileException.Reason.NO_DEVICE, failure.reason());
        }
    }
}
