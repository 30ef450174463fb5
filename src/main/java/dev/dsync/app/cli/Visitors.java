package dev.dsync.app.cli;

import dev.dsync.app.control.Served;
import dev.dsync.app.render.Printable;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.trust.Doorkeeper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Those who are at what is served, and what went to and came from all. Any thread may call. */
final class Visitors implements Served {
    private final List<String> shares;
    private final LongSupplier nanoTime;
    private final Set<Present> present = new LinkedHashSet<>();
    private long gone;
    private long sent;
    private long received;

    /** Nobody yet. */
    Visitors(List<String> shares, LongSupplier nanoTime) {
        this.shares = List.copyOf(shares);
        this.nanoTime = nanoTime;
    }

    /** One of them, until he is closed. */
    final class Present implements AutoCloseable {
        private final Visit visit;
        private final Connection connection;
        private final long since = nanoTime.getAsLong();
        private final Meter sending = new Meter(nanoTime);
        private final Meter receiving = new Meter(nanoTime);

        private Present(Visit visit, Connection connection) {
            this.visit = visit;
            this.connection = connection;
        }

        /** As others see him; null while he has proved nothing. */
        private @Nullable Guest guest() {
            Doorkeeper.Admission admission = visit.admission();
            if (admission == null) {
                return null;
            }
            long away = connection.sent();
            long here = connection.received();
            return new Guest(
                    Printable.of(connection.peer()),
                    Printable.of(admission.share().text()),
                    visit.doing(),
                    admission.readOnlyKey(),
                    TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - since),
                    away,
                    here,
                    sending.perSecond(away),
                    receiving.perSecond(here));
        }

        @Override
        public void close() {
            synchronized (Visitors.this) {
                present.remove(this);
                if (visit.admission() != null) {
                    gone++;
                    sent += connection.sent();
                    received += connection.received();
                }
            }
        }
    }

    /** Somebody has come. */
    synchronized Present come(Visit visit, Connection connection) {
        Present one = new Present(visit, connection);
        present.add(one);
        return one;
    }

    @Override
    public synchronized Status status() {
        List<Guest> guests = new ArrayList<>();
        for (Present one : present) {
            Guest guest = one.guest();
            if (guest != null) {
                guests.add(guest);
            }
        }
        return new Status(
                shares,
                guests,
                gone + guests.size(),
                sent + guests.stream().mapToLong(Guest::sent).sum(),
                received + guests.stream().mapToLong(Guest::received).sum());
    }
}
