package dev.dsync.app.cli;

import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.pairing.Gift;
import dev.dsync.io.pairing.PairingCode;
import dev.dsync.io.pairing.PairingException;
import dev.dsync.io.pairing.PairingGuest;
import dev.dsync.io.pairing.PairingHost;
import dev.dsync.io.transport.AdmissionGate;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.TlsDialler;
import dev.dsync.io.transport.TlsEndpoint;
import dev.dsync.io.transport.TlsListener;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.DeviceKey;
import dev.dsync.io.trust.PairedDevices;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Shows a code and hands on a share to whoever gives it, or gives one and gets a share. */
final class PairService {
    /** Where codes are waited for if nobody says otherwise. */
    static final int PORT = 22_002;

    private static final Duration VALIDITY = Duration.ofMinutes(10);
    private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);

    private final Identity identity;
    private final Console console;
    private final Announcer announcer;
    private final String name;
    private final Duration validity;
    private final Duration timeToAnswer;

    /** Pairs as the announcer names this machine. */
    PairService(Identity identity, Console console, Announcer announcer) {
        this(identity, console, announcer, VALIDITY, TIME_TO_ANSWER);
    }

    /** With codes that are valid for so long, and so much time for who shows one to answer. */
    PairService(
            Identity identity,
            Console console,
            Announcer announcer,
            Duration validity,
            Duration timeToAnswer) {
        this.identity = identity;
        this.console = console;
        this.announcer = announcer;
        this.name = announcer.name();
        this.validity = validity;
        this.timeToAnswer = timeToAnswer;
    }

    /** Shows a code and waits for the one that gives it. */
    int show(ShareName share, boolean readOnly, InetSocketAddress address) throws IOException {
        DeviceKey device = identity.device();
        try (announcer;
                TlsListener listener =
                        TlsListener.open(
                                TlsEndpoint.forPairing(device),
                                address,
                                AdmissionGate.Limits.STANDARD,
                                identity.random(),
                                console.nanoTime())) {
            ShareKey key = key(share);
            Gift gift = new Gift(name, share, readOnly && !key.onlyReads() ? key.readOnly() : key);
            PairingCode code = PairingCode.make(identity.random());
            PairingHost host =
                    new PairingHost(
                            device.id(),
                            code,
                            gift,
                            validity,
                            console.nanoTime(),
                            identity.random());
            InetSocketAddress at = listener.address();
            boolean announced = isAnnounced(code, at);
            Guests guests = new Guests(host, gift, key, device.id(), announced ? "auto" : "");
            console.cancellation().onCancel(() -> guests.end(ExitCode.INTERRUPTED));
            say(PairMessages.invitation(share, code, at, announced));
            Thread.ofVirtual().name("dsync-pairing").start(() -> guests.listen(listener));
            return guests.await();
        }
    }

    /** Whether the other machine can find this one; else it must be named there. */
    private boolean isAnnounced(PairingCode code, InetSocketAddress at) throws IOException {
        if (!announcer.isHeard(at)) {
            return false;
        }
        boolean heard = announcer.show(code.channel().orElseThrow(), at);
        if (!heard) {
            console.complain(Announcer.deaf());
        }
        return heard;
    }

    /** The share's key, or a new one, which is stored once somebody is given it. */
    private ShareKey key(ShareName share) throws IOException {
        try (StateDirectory folder = identity.folder()) {
            Optional<ShareKey> stored = new ShareKeys(folder).find(share);
            if (stored.isEmpty()) {
                say(share + " is a new share; its key is stored once it is paired\n");
            }
            return stored.isPresent() ? stored.get() : ShareKey.generate(identity.random());
        }
    }

    /** Asks for a code and gives it to the machine of this name; empty to look for it. */
    int join(String machine, CodePrompt prompt) throws UsageException, IOException {
        List<PeerAddress> named =
                machine.isEmpty() ? List.of() : List.of(PeerAddress.one(machine, PORT));
        PairingCode code = prompt.ask();
        if (!named.isEmpty()) {
            return join(named.getFirst(), code, named.getFirst().machine());
        }
        if (code.channel().isEmpty()) {
            throw new UsageException(
                    "without its number a machine cannot be found; give the number, too, or name"
                            + " the machine: dsync pair HOST");
        }
        return new Channel(code.channel().getAsInt(), console::tell)
                .tryAll(place -> join(place, code, "auto"));
    }

    private int join(PeerAddress place, PairingCode code, String peers) throws IOException {
        try {
            return give(place, code, peers);
        } catch (PairingException e) {
            throw new ToldException(PairMessages.ofGuest(e, place.toString()), e);
        } catch (TransportException e) {
            throw new ToldException(PairMessages.ofTransport(e), e);
        }
    }

    private int give(PeerAddress place, PairingCode code, String peers) throws IOException {
        DeviceKey device = identity.device();
        PairingGuest guest = new PairingGuest(device.id(), name, identity.random());
        Connection connection =
                new TlsDialler(TlsEndpoint.forPairing(device), console.nanoTime())
                        .dial(place.host(), place.port(), Dialler.TIME_TO_CONNECT);
        AtomicBoolean late = new AtomicBoolean();
        AtomicReference<PairedDevices.Device> kept = new AtomicReference<>();
        try (var _ = Deadline.of(timeToAnswer, () -> end(connection, late))) {
            PairingGuest.Joined joined =
                    guest.join(connection, code, (gift, giver) -> kept.set(keep(gift, giver)));
            connection.close();
            say(PairMessages.paired(joined.gift(), device.id(), name, kept.get()));
            say(PairMessages.nextOfGuest(joined.gift(), place, peers));
            return ExitCode.OK;
        } catch (TransportException e) {
            throw late.get() ? new ToldException(PairMessages.ofSilence(place.toString()), e) : e;
        } finally {
            connection.abort();
        }
    }

    private static void end(Connection connection, AtomicBoolean late) {
        late.set(true);
        connection.abort();
    }

    private PairedDevices.Device keep(Gift gift, DeviceId giver) throws IOException {
        try (StateDirectory folder = identity.folder()) {
            new ShareKeys(folder).keep(gift.share(), gift.key());
            return new PairedDevices(folder)
                    .add(giver, gift.giver(), gift.share(), PairedDevices.Access.READ_WRITE);
        }
    }

    private void say(String text) {
        Transcript out = new Transcript(console.out(), () -> {});
        out.text(text);
        out.flush();
    }

    /** Those who come to give the code. */
    private final class Guests implements TlsListener.Handler {
        private final PairingHost host;
        private final Gift gift;
        private final DeviceId own;
        private final ShareKey key;
        private final String peers;
        private final AtomicBoolean warned = new AtomicBoolean();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        Guests(PairingHost host, Gift gift, ShareKey key, DeviceId own, String peers) {
            this.key = key;
            this.peers = peers;
            this.host = host;
            this.gift = gift;
            this.own = own;
        }

        void listen(TlsListener listener) {
            try {
                listener.run(task -> Thread.ofVirtual().name("dsync-guest").start(task), this);
            } catch (IOException e) {
                end.completeExceptionally(e);
            }
        }

        void end(int exitCode) {
            end.complete(exitCode);
        }

        /** The exit code, once somebody was paired, the code is of no use, or the user ends it. */
        int await() throws IOException {
            try (var _ = Deadline.of(validity, this::endUntried)) {
                return end.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw e;
            }
        }

        /** Time is up, unless the code was given: the gate bounds how long that may go on. */
        private void endUntried() {
            if (!host.wasTried()) {
                fail(PairMessages.ofNobody(gift.share()));
            }
        }

        private void fail(Failure failure) {
            end.completeExceptionally(new ToldException(failure));
        }

        @Override
        public void handle(TlsListener.Arrival arrival) {
            Connection connection = arrival.connection();
            AtomicReference<PairedDevices.Device> kept = new AtomicReference<>();
            try {
                host.serve(connection, (device, itself) -> kept.set(keep(device, itself)));
                arrival.authenticated();
                say(PairMessages.paired(gift, own, name, kept.get()));
                say(PairMessages.nextOfHost(gift, peers));
                end(ExitCode.OK);
            } catch (IOException e) {
                if (host.wasTriedOver(connection)) {
                    end.completeExceptionally(told(e, connection.peer(), kept.get()));
                } else {
                    warn(e, connection.peer());
                }
            } finally {
                connection.abort();
            }
        }

        private IOException told(IOException e, String peer, PairedDevices.@Nullable Device kept) {
            if (kept != null) {
                return new ToldException(
                        PairMessages.ofHalf(
                                gift.share(), e instanceof PairingException, kept.name(), peer),
                        e);
            }
            if (e instanceof PairingException it) {
                return new ToldException(PairMessages.ofHost(it, gift.share(), peer), it);
            }
            return e instanceof TransportException
                    ? new ToldException(PairMessages.ofLost(gift.share(), peer), e)
                    : e;
        }

        /**
         * Somebody in between has tried no words, and anybody can look like that: nothing ends, and
         * the user is told once.
         */
        private void warn(IOException e, String peer) {
            if (e instanceof PairingException it
                    && it.reason() == PairingException.Reason.BETWEEN
                    && !it.byPeer()
                    && warned.compareAndSet(false, true)) {
                console.complain(PairMessages.ofHost(it, gift.share(), peer));
            }
        }

        private PairedDevices.Device keep(DeviceId device, String itself) throws IOException {
            PairedDevices.Access granted =
                    gift.key().onlyReads()
                            ? PairedDevices.Access.READ_ONLY
                            : PairedDevices.Access.READ_WRITE;
            try (StateDirectory folder = identity.folder()) {
                new ShareKeys(folder).keep(gift.share(), key);
                return new PairedDevices(folder).add(device, itself, gift.share(), granted);
            }
        }

        @Override
        public void failed(TransportException failure) {
            // a stranger's: whoever means this machine is told at his own end
        }

        @Override
        public void stalled(IOException why) {
            console.tell("dsync: " + TransportMessages.stalled(why));
        }
    }
}
