package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dsync.engine.machine.Event;
import dev.dsync.io.wire.Message;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for a session, and what does not. */
@Timeout(60)
final class InboxTest {
    private static final int FLOOD = 10 * Inbox.MESSAGES_MAX;

    private final Inbox inbox = new Inbox();
    private final AtomicInteger accepted = new AtomicInteger();

    /** A peer that says so much, as fast as it may. */
    private Thread flood() {
        return Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                for (int i = 0; i < FLOOD; i++) {
                                    if (!inbox.receive(new Message.Ping(i))) {
                                        return;
                                    }
                                    accepted.incrementAndGet();
                                }
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    /** It waits or has ended: no lock but the inbox's can make it wait. */
    private static void settle(Thread thread) {
        while (thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    @Test
    void floodingPeer_isHeldUp_untilItIsHeard() throws InterruptedException {
        Thread peer = flood();
        settle(peer);
        assertEquals(Inbox.MESSAGES_MAX, accepted.get());

        for (int i = 0; i < FLOOD; i++) {
            Event.Received next = assertInstanceOf(Event.Received.class, inbox.take());
            assertEquals(new Message.Ping(i), next.message());
        }
        peer.join();
        assertEquals(FLOOD, accepted.get());
        assertNull(inbox.poll(0));
    }

    @Test
    void ownEvents_areToldThroughAFlood() throws InterruptedException {
        Thread peer = flood();
        settle(peer);
        for (int i = 0; i < FLOOD; i++) {
            inbox.tell(new Event.Cancelled());
        }
        assertEquals(Inbox.MESSAGES_MAX, accepted.get());
        int own = 0;
        for (int i = 0; i < 2 * FLOOD; i++) {
            own += inbox.take() instanceof Event.Cancelled ? 1 : 0;
        }
        assertEquals(FLOOD, own);
        peer.join();
    }

    @Test
    void heldUpPeer_goesOnWhenTheInboxCloses() throws InterruptedException {
        Thread peer = flood();
        settle(peer);
        inbox.close();
        peer.join();
        assertEquals(Inbox.MESSAGES_MAX, accepted.get());
        assertFalse(inbox.receive(new Message.Ping(0)));
    }
}
