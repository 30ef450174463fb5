package dev.dsync.app.web;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * The connections there are. When there are too many, of the address that has most the one goes
 * that has been idle longest; so idle ones keep nobody out. Any thread may call.
 */
final class Crowd implements Connection.Listener {
    private final int connectionsMax;

    /** By the visitor's address and port, the one that was idle longest first. */
    private final Map<SocketAddress, Guest> guests = new LinkedHashMap<>();

    Crowd(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    /** A connection, and how many requests of it are being answered. */
    private static final class Guest {
        private final EndPoint endPoint;
        private int requests;

        Guest(EndPoint endPoint) {
            this.endPoint = endPoint;
        }
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        SocketAddress address = endPoint.getRemoteSocketAddress();
        List<EndPoint> leaving = new ArrayList<>();
        synchronized (this) {
            // What lies within TLS is opened, too, at the same address, and is no other guest.
            guests.putIfAbsent(address, new Guest(endPoint));
            while (guests.size() > connectionsMax) {
                SocketAddress last = idlest(address);
                Guest guest = guests.remove(last);
                if (guest != null) {
                    leaving.add(guest.endPoint);
                }
            }
        }
        leaving.forEach(EndPoint::close);
    }

    /** The one that goes: where all are busy, the one that has just come. */
    private SocketAddress idlest(SocketAddress newest) {
        Map<Object, Integer> counts = new HashMap<>();
        guests.keySet().forEach(address -> counts.merge(host(address), 1, Integer::sum));
        SocketAddress idlest = newest;
        int most = 0;
        for (Map.Entry<SocketAddress, Guest> guest : guests.entrySet()) {
            int count = counts.getOrDefault(host(guest.getKey()), 0);
            if (guest.getValue().requests == 0 && count > most && !guest.getKey().equals(newest)) {
                idlest = guest.getKey();
                most = count;
            }
        }
        return idlest;
    }

    private static Object host(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? internet.getAddress() : address;
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        guests.remove(connection.getEndPoint().getRemoteSocketAddress());
    }

    /** A request has come there. */
    synchronized void begin(SocketAddress address) {
        Guest guest = guests.remove(address);
        if (guest != null) {
            guest.requests++;
            guests.put(address, guest);
        }
    }

    /** A request was answered there. */
    synchronized void end(SocketAddress address) {
        Guest guest = guests.remove(address);
        if (guest != null) {
            guest.requests--;
            guests.put(address, guest);
        }
    }
}
