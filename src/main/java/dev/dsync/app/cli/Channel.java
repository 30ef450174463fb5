package dev.dsync.app.cli;

import dev.dsync.io.discover.LocalNetwork;
import dev.dsync.io.discover.Sighting;
import dev.dsync.io.pairing.PairingException;
import dev.dsync.io.transport.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The machines that say that they show a code under this number. Anybody may say so: each is given
 * the code, which tells it nothing, until one knows it.
 */
final class Channel {
    private static final Duration TIME_TO_FIND = Duration.ofSeconds(15);

    /** Once one was found, others that say the same are heard of within this. */
    private static final Duration TIME_FOR_OTHERS = Duration.ofSeconds(3);

    /** At so many places the code is given at most: each that is an impostor's is a guess at it. */
    private static final int PLACES_MAX = 8;

    /** So many of one that was heard of, which would else use up all. */
    private static final int ADDRESSES_MAX = 2;

    private static final int HEARD_MAX = 64;

    private final int number;
    private final Consumer<String> note;
    private final BlockingQueue<Sighting> heard = new LinkedBlockingQueue<>(HEARD_MAX);

    /** Says to {@code note} what it does: this can take a minute. */
    Channel(int number, Consumer<String> note) {
        this.number = number;
        this.note = note;
    }

    /** Gives the code to one machine. */
    @FunctionalInterface
    interface Attempt {
        int at(PeerAddress place) throws IOException;
    }

    /** Tries one after the other as they are heard of; the first that goes well is the last. */
    int tryAll(Attempt attempt) throws IOException {
        try (LocalNetwork network = LocalNetwork.listen(this::hear)) {
            if (network.isDeaf()) {
                throw new ToldException(Announcer.deaf());
            }
            return tryHeard(attempt);
        }
    }

    /** The same, of those that {@link #hear} is given by others. */
    int tryHeard(Attempt attempt) throws IOException {
        note.accept("looking for the machine that shows a code under " + number);
        IOException failure = new ToldException(PairMessages.ofChannel(number));
        Set<PeerAddress> tried = new HashSet<>();
        for (Sighting next = next(TIME_TO_FIND); next != null; next = next(TIME_FOR_OTHERS)) {
            List<InetAddress> addresses = next.addresses();
            for (InetAddress address :
                    addresses.subList(0, Math.min(ADDRESSES_MAX, addresses.size()))) {
                PeerAddress place = new PeerAddress(address.getHostAddress(), next.port());
                if (tried.size() == PLACES_MAX) {
                    throw failure;
                }
                if (tried.add(place)) {
                    try {
                        note.accept("trying " + place);
                        return attempt.at(place);
                    } catch (ToldException e) {
                        failure = worthier(failure, e);
                    }
                }
            }
        }
        throw failure;
    }

    /**
     * What says more of why the code was not taken; one machine can be at several addresses, of
     * which only the first had a chance.
     *
     * @throws ToldException at once if nobody else would fare better, since this end is at fault
     */
    private static IOException worthier(IOException failure, ToldException next)
            throws ToldException {
        if (rank(next) == 0) {
            throw next;
        }
        return rank(next) > rank(failure) ? next : failure;
    }

    private static int rank(IOException failure) {
        if (failure.getCause() instanceof PairingException told) {
            return told.reason() == PairingException.Reason.WRONG_CODE ? 3 : 2;
        }
        return failure.getCause() instanceof TransportException ? 1 : 0;
    }

    /** Somebody was heard of, perhaps under another number. */
    void hear(Sighting sighting) {
        if (sighting.announcement().channel().orElse(-1) == number) {
            heard.offer(sighting);
        }
    }

    private @Nullable Sighting next(Duration time) {
        try {
            return heard.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
