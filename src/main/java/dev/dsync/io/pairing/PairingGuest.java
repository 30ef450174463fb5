package dev.dsync.io.pairing;

import dev.dsync.io.pairing.Agreement.Side;
import dev.dsync.io.pairing.PairingException.Reason;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.trust.DeviceId;
import java.io.IOException;
import java.security.SecureRandom;

/** The end that was told a code, and gets a share from the device that shows it. */
public final class PairingGuest {
    private final DeviceId own;
    private final String name;
    private final SecureRandom random;

    /** Keeps what was handed on. */
    @FunctionalInterface
    public interface Keeper {
        void keep(Gift gift, DeviceId giver) throws IOException;
    }

    /**
     * What was got.
     *
     * @param giver the device it is from
     */
    public record Joined(Gift gift, DeviceId giver) {}

    /** This device, as it calls itself: the name could be that of a share. */
    public PairingGuest(DeviceId own, String name, SecureRandom random) {
        this.own = own;
        this.name = name;
        this.random = random;
    }

    /**
     * Gets the share over a connection that was dialled; the caller closes it.
     *
     * @param keeper is called before the peer is told that the share was kept
     * @throws PairingException if it came to nothing
     */
    public Joined join(Connection connection, PairingCode code, Keeper keeper) throws IOException {
        PairingStream stream = new PairingStream(connection);
        try {
            SecureChannel channel = connection.secureChannel().orElseThrow();
            PairingException.requireOther(own, channel.device());
            agree(stream, new Agreement(Side.DIALLER, channel, own, code, random));
            stream.send(PairingStream.INTRODUCTION, Gift.text(name));
            Gift gift = Gift.of(stream.receive(PairingStream.GIFT));
            keep(stream, keeper, gift, channel.device());
            stream.send(PairingStream.KEPT, new byte[0]);
            stream.receive(PairingStream.DONE, 0);
            return new Joined(gift, channel.device());
        } catch (PairingException e) {
            stream.refuse(e);
            throw e;
        }
    }

    private static void keep(PairingStream stream, Keeper keeper, Gift gift, DeviceId giver)
            throws IOException {
        try {
            keeper.keep(gift, giver);
        } catch (IOException e) {
            stream.refuse(new PairingException(Reason.NOT_KEPT, false));
            throw e;
        }
    }

    /** Returns once the peer has shown that it knows the words, in this very connection. */
    private static void agree(PairingStream stream, Agreement agreement) throws IOException {
        byte[] first = agreement.first();
        stream.send(PairingStream.FIRST, first);
        byte[] theirFirst = stream.receive(PairingStream.FIRST, Agreement.FIRST_BYTES);
        agreement.takeFirst(theirFirst);
        byte[] second = agreement.second();
        stream.send(PairingStream.SECOND, second);
        byte[] theirSecond = stream.receive(PairingStream.SECOND, Agreement.SECOND_BYTES);
        agreement.takeSecond(theirSecond);
        Agreement.Tags tags = agreement.tags(first, theirFirst, second, theirSecond);
        stream.send(PairingStream.CONFIRM, tags.own());
        if (!tags.confirm(stream.receive(PairingStream.CONFIRM, Agreement.TAG_BYTES))) {
            throw new PairingException(Reason.WRONG_CODE, false);
        }
    }
}
