package dev.dsync.app.web;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The connections there are. When there are too many, of the address that has most the one goes
 * that has been idle longest; so idle ones keep nobody out. Whoever takes too long to ask for
 * something goes, too, be it that he sends a byte now and then. Any thread may call.
 */
final class Crowd implements Connection.Listener {
    private final int connectionsMax;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /** By its socket, the one that was idle longest first. */
    private final Map<EndPoint, Guest> guests = new LinkedHashMap<>();

    /**
     * Nobody yet.
     *
     * @param patience how long a connection may be without a request that is whole
     * @param nanoTime a monotonic clock
     */
    Crowd(int connectionsMax, Duration patience, LongSupplier nanoTime) {
        this.connectionsMax = connectionsMax;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** A connection, how many requests of it are being answered, and since when there is none. */
    private static final class Guest {
        private final Object host;
        private int requests;
        private long idleSince;

        Guest(Object host, long idleSince) {
            this.host = host;
            this.idleSince = idleSince;
        }
    }

    /** What TLS runs through is the same guest as what runs through TLS. */
    private static EndPoint socket(EndPoint endPoint) {
        return endPoint instanceof EndPoint.Wrapper wrapper ? socket(wrapper.unwrap()) : endPoint;
    }

    /** How long a visitor may send nothing, or take nothing. */
    Duration patience() {
        return patience;
    }

    /** Has those leave who take too long, from now on for as long as there is a scheduler. */
    void watch(Scheduler scheduler) {
        scheduler.schedule(
                () -> {
                    dismissLate();
                    watch(scheduler);
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void dismissLate() {
        long now = nanoTime.getAsLong();
        List<EndPoint> leaving = new ArrayList<>();
        synchronized (this) {
            guests.forEach(
                    (socket, guest) -> {
                        if (guest.requests == 0 && now - guest.idleSince > patience.toNanos()) {
                            leaving.add(socket);
                        }
                    });
            leaving.forEach(guests::remove);
        }
        leaving.forEach(EndPoint::close);
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint newest = socket(connection.getEndPoint());
        List<EndPoint> leaving = new ArrayList<>();
        synchronized (this) {
            guests.putIfAbsent(newest, new Guest(host(newest), nanoTime.getAsLong()));
            while (guests.size() > connectionsMax) {
                EndPoint last = idlest(newest);
                guests.remove(last);
                leaving.add(last);
            }
        }
        leaving.forEach(EndPoint::close);
    }

    /** The one that goes: where all are busy, the one that has just come. */
    private EndPoint idlest(EndPoint newest) {
        Map<Object, Integer> counts = new HashMap<>();
        guests.values().forEach(guest -> counts.merge(guest.host, 1, Integer::sum));
        EndPoint idlest = newest;
        int most = 0;
        for (Map.Entry<EndPoint, Guest> guest : guests.entrySet()) {
            int count = counts.getOrDefault(guest.getValue().host, 0);
            if (guest.getValue().requests == 0 && count > most && !guest.getKey().equals(newest)) {
                idlest = guest.getKey();
                most = count;
            }
        }
        return idlest;
    }

    private static Object host(EndPoint socket) {
        SocketAddress address = socket.getRemoteSocketAddress();
        return address instanceof InetSocketAddress internet ? internet.getAddress() : address;
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        guests.remove(socket(connection.getEndPoint()));
    }

    /** A request has come there. */
    synchronized void begin(EndPoint endPoint) {
        Guest guest = guests.remove(socket(endPoint));
        if (guest != null) {
            guest.requests++;
            guests.put(socket(endPoint), guest);
        }
    }

    /** A request was answered there. */
    synchronized void end(EndPoint endPoint) {
        Guest guest = guests.remove(socket(endPoint));
        if (guest != null) {
            guest.requests--;
            guest.idleSince = nanoTime.getAsLong();
            guests.put(socket(endPoint), guest);
        }
    }
}
