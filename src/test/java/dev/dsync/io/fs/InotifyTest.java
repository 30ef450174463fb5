package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.Inotify.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel says, as it writes it. */
final class InotifyTest {
    private final ByteBuffer written = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());

    private void write(int mask, String name, int padded) {
        written.putInt(7).putInt(mask).putInt(9).putInt(padded);
        written.put(name.getBytes(StandardCharsets.UTF_8)).put(new byte[padded - name.length()]);
    }

    @Test
    void names_areReadWithoutTheirPadding() {
        write(Inotify.CREATE, "abc", 16);
        write(Inotify.ATTRIB, "", 0);
        assertEquals(
                List.of(
                        new Event(7, Inotify.CREATE, 9, Name.literal("abc")),
                        new Event(7, Inotify.ATTRIB, 9, null)),
                Inotify.events(written.flip()));
    }

    @Test
    void nameNoListingCanHold_isPassedOver_andWhatFollowsIsRead() {
        write(Inotify.CREATE, "x".repeat(256), 272);
        write(Inotify.DELETE, "y".repeat(255), 256);
        assertEquals(
                List.of(new Event(7, Inotify.DELETE, 9, Name.literal("y".repeat(255)))),
                Inotify.events(written.flip()));
    }
}
