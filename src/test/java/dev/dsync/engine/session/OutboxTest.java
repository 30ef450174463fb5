package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.engine.session.Outbox.Outgoing;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OutboxTest {
    private final Outbox outbox = new Outbox();

    private static Outgoing data(long bytes) {
        Slice some = new Slice(new byte[(int) bytes]);
        return new Outgoing.Frame(new Message.Data(List.of(new Segment.Bytes(0, some))));
    }

    private boolean offer(Outgoing next) throws InterruptedException {
        return outbox.offer(next, Duration.ZERO);
    }

    /** A task that waits for room, and waits indeed. */
    private FutureTask<Boolean> waiting() {
        FutureTask<Boolean> waiting =
                new FutureTask<>(
                        () -> {
                            outbox.awaitRoom();
                            return true;
                        });
        Thread thread = Thread.ofPlatform().daemon().start(waiting);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    @Test
    void bytesNobodyTakes_letNothingBePrepared() throws Exception {
        outbox.awaitRoom();
        offer(data(Outbox.AHEAD_BYTES));
        FutureTask<Boolean> waiting = waiting();
        assertInstanceOf(Outgoing.Frame.class, outbox.poll());
        assertFalse(waiting.isDone(), "what is being written takes memory, too");
        assertNull(outbox.poll());
        assertTrue(waiting.get());
    }

    @Test
    void whatIsSmall_isNoReasonToWait() throws Exception {
        for (int i = 0; i < 1000; i++) {
            offer(new Outgoing.Frame(new Message.Ping(1)));
        }
        outbox.awaitRoom();
        offer(data(Outbox.AHEAD_BYTES / 4));
        outbox.awaitRoom();
        assertEquals(1000, count());
    }

    private int count() {
        int count = 0;
        while (outbox.poll() instanceof Outgoing.Frame(Message.Ping _)) {
            count++;
        }
        return count;
    }

    private long credit() {
        return outbox.poll() instanceof Outgoing.Frame(Message.Credit(long bytes)) ? bytes : 0;
    }

    @Test
    void littleCredit_goesBeforeTheNextMessage() throws Exception {
        offer(new Outgoing.Frame(new Message.Credit(3)));
        offer(new Outgoing.Frame(new Message.Credit(4)));
        assertNull(outbox.poll());
        offer(data(1));
        assertEquals(7, credit());
        assertInstanceOf(Outgoing.Frame.class, outbox.poll());
        offer(data(1));
        assertEquals(0, credit(), "it is given once");
    }

    @Test
    void muchCredit_waitsForNothing() throws Exception {
        offer(new Outgoing.Frame(new Message.Credit(Outbox.CREDIT_BYTES - 1)));
        assertNull(outbox.poll());
        offer(new Outgoing.Frame(new Message.Credit(1)));
        assertEquals(Outbox.CREDIT_BYTES, credit());
        assertNull(outbox.poll());
    }

    @Test
    void fullBox_takesNoMore() throws Exception {
        for (int i = 0; i < Outbox.MESSAGES_MAX; i++) {
            assertTrue(offer(new Outgoing.Level(1)));
        }
        assertFalse(offer(new Outgoing.Level(1)));
        outbox.poll();
        assertTrue(offer(new Outgoing.Level(1)));
    }

    @Test
    void end_letsEverybodyGoOn() throws Exception {
        offer(data(2 * Outbox.AHEAD_BYTES));
        FutureTask<Boolean> waiting = waiting();
        outbox.end();
        assertTrue(waiting.get());
        assertInstanceOf(Outgoing.Last.class, outbox.take());
    }

    @Test
    void everythingIsTaken_onceItHasBeenWrittenAndTheWriterAsksForMore() throws Exception {
        assertTrue(outbox.isTaken());
        offer(data(1));
        assertFalse(outbox.isTaken());
        outbox.poll();
        assertFalse(outbox.isTaken());
        Thread writer = Thread.ofPlatform().daemon().start(this::takeQuietly);
        while (writer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertTrue(outbox.isTaken());
        outbox.end();
        writer.join();
    }

    private void takeQuietly() {
        try {
            outbox.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
