package dev.dsync.io.pairing;

import dev.dsync.io.pairing.Agreement.Side;
import dev.dsync.io.pairing.PairingException.Reason;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.trust.DeviceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end that shows a code, and hands a share to whoever knows it: once, if in time, and after one
 * wrong guess to nobody. Several may come at a time.
 */
public final class PairingHost {
    private final DeviceId own;
    private final PairingCode code;
    private final Gift gift;
    private final LongSupplier nanoTime;
    private final SecureRandom random;
    private final long deadline;

    /** Over which the words were tried. */
    private @Nullable Connection spender;

    /** Remembers a device that is about to get the share. */
    @FunctionalInterface
    public interface Keeper {
        void keep(DeviceId device, String name) throws IOException;
    }

    /**
     * Somebody who has got the share.
     *
     * @param name what it calls itself
     */
    public record Guest(DeviceId device, String name) {}

    /**
     * Hands on {@code gift}.
     *
     * @param own this device
     * @param validity how long from now
     * @param nanoTime a monotonic clock
     */
    public PairingHost(
            DeviceId own,
            PairingCode code,
            Gift gift,
            Duration validity,
            LongSupplier nanoTime,
            SecureRandom random) {
        this.own = own;
        this.code = code;
        this.gift = gift;
        this.nanoTime = nanoTime;
        this.random = random;
        this.deadline = nanoTime.getAsLong() + validity.toNanos();
    }

    /**
     * Serves one connection; the caller closes it.
     *
     * @param keeper is called once the peer has given the code and before it is given the share, so
     *     that whoever may have the key is known, even if the connection ends then
     * @throws PairingException if it came to nothing
     */
    public Guest serve(Connection connection, Keeper keeper) throws IOException {
        PairingStream stream = new PairingStream(connection);
        try {
            SecureChannel channel = connection.secureChannel().orElseThrow();
            PairingException.requireOther(own, channel.device());
            requireTime();
            Agreement agreement = new Agreement(Side.LISTENER, channel, own, code, random);
            agree(stream, agreement, connection);
            ByteBuffer introduction = ByteBuffer.wrap(stream.receive(PairingStream.INTRODUCTION));
            Guest guest = new Guest(channel.device(), Gift.name(introduction));
            keeper.keep(guest.device(), guest.name());
            stream.send(PairingStream.GIFT, gift.bytes());
            stream.receive(PairingStream.KEPT, 0);
            stream.send(PairingStream.DONE, new byte[0]);
            connection.close();
            return guest;
        } catch (PairingException e) {
            stream.refuse(e);
            throw e;
        }
    }

    /** Returns once the peer has shown that it knows the words, in this very connection. */
    private void agree(PairingStream stream, Agreement agreement, Connection connection)
            throws IOException {
        byte[] theirFirst = stream.receive(PairingStream.FIRST, Agreement.FIRST_BYTES);
        byte[] first = agreement.first();
        agreement.takeFirst(theirFirst);
        stream.send(PairingStream.FIRST, first);
        byte[] theirSecond = stream.receive(PairingStream.SECOND, Agreement.SECOND_BYTES);
        byte[] second = agreement.second();
        agreement.takeSecond(theirSecond);
        stream.send(PairingStream.SECOND, second);
        Agreement.Tags tags = agreement.tags(theirFirst, first, theirSecond, second);
        byte[] heard = stream.receive(PairingStream.CONFIRM, Agreement.TAG_BYTES);
        spend(connection);
        if (!tags.confirm(heard)) {
            throw new PairingException(Reason.WRONG_CODE, false);
        }
        stream.send(PairingStream.CONFIRM, tags.own());
    }

    /** Whether the words were tried over this connection, rightly or wrongly. */
    public synchronized boolean wasTriedOver(Connection connection) {
        return connection.equals(spender);
    }

    /** Whether the words were tried, rightly or wrongly. */
    public synchronized boolean wasTried() {
        return spender != null;
    }

    private synchronized void requireTime() throws PairingException {
        if (spender != null) {
            throw new PairingException(Reason.SPENT, false);
        }
        if (nanoTime.getAsLong() - deadline >= 0) {
            throw new PairingException(Reason.EXPIRED, false);
        }
    }

    /** Many may have come this far at a time; one of them may try. */
    private synchronized void spend(Connection connection) throws PairingException {
        requireTime();
        spender = connection;
    }
}
