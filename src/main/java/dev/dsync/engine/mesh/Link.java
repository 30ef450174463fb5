package dev.dsync.engine.mesh;

import dev.dsync.engine.session.Driver;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Premises.Folder.Role;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.engine.session.SyncEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One peer that is there. Any thread may call. */
final class Link {
    private final String name;
    private final Driver driver;
    private final LongSupplier nanoTime;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long since;
    private final Traffic traffic;
    private volatile SyncEvent.Stood stood = new SyncEvent.Stood(null, false, null, 0, false);
    private volatile Ending ending = new Ending.Cancelled();

    Link(String name, Driver driver, LongSupplier nanoTime) {
        this.name = name;
        this.driver = driver;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
        this.traffic = new Traffic(nanoTime);
    }

    String name() {
        return name;
    }

    Driver driver() {
        return driver;
    }

    /** Something happened on it. */
    void tell(SyncEvent event) {
        traffic.tell(event);
        stood = event instanceof SyncEvent.Stood now ? now : stood;
    }

    /**
     * The peer as it is now.
     *
     * @param role which way changes go on this side
     */
    Links.Peer peer(String shown, boolean isNamed, Snapshot now, Role role) {
        boolean isEqual = Standing.isEqual(stood, now, role);
        return new Links.Peer(shown, isNamed, true, isEqual, traffic.work());
    }

    /** It has ended; {@code how} is null if that cannot be told. */
    void end(@Nullable Ending how) {
        ending = how == null ? ending : how;
        ended.countDown();
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** How it ended. */
    Ending ending() {
        return ending;
    }

    /** How long it has been there. */
    Duration lived() {
        return Duration.ofNanos(nanoTime.getAsLong() - since);
    }
}
