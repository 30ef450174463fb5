package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RoomTest {
    private static int status(Room.Share share, long bytes) {
        return assertThrows(RefusedException.class, () -> share.take(bytes, "too much")).status();
    }

    @Test
    void room_isForAllTogether() throws RefusedException {
        Room room = new Room(100);
        try (Room.Share one = room.share();
                Room.Share other = room.share()) {
            one.take(60, "too much");
            assertEquals(503, status(other, 41));
            other.take(40, "too much");
            assertEquals(503, status(one, 1));
        }
        try (Room.Share all = room.share()) {
            all.take(100, "too much"); // what was closed is free again
        }
    }

    @Test
    void moreThanThereEverIs_is413() throws RefusedException {
        try (Room.Share share = new Room(100).share()) {
            share.take(60, "too much");
            assertEquals(413, status(share, 41));
            assertEquals(413, status(share, Long.MAX_VALUE - 60));
        }
    }
}
