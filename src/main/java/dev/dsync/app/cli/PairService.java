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

    /** Pairs as the announcer names this machine. */
    PairService(Identity identity, Console console, Announcer announcer) {
        this(identity, console, announcer, VALIDITY);
    }

    /** With codes that are valid for so long. */
    PairService(Identity identity, Console console, Announcer announcer, Duration validity) {
        this.identity = identity;
        this.console = console;
        this.announcer = announcer;
        this.name = announcer.name();
        this.validity = validity;
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
            Gift gift = new Gift(name, share, key(share, readOnly));
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
            Guests guests = new Guests(host, gift, device.id(), announced ? "auto" : "");
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
            Announcer.say(console, Announcer.deaf());
        }
        return heard;
    }

    /** The share's key, made if there is none, or the one made of it that only lets read. */
    private ShareKey key(ShareName share, boolean readOnly) throws IOException {
        try (StateDirectory folder = identity.folder()) {
            ShareKeys keys = new ShareKeys(folder);
            Optional<ShareKey> stored = keys.find(share);
            if (stored.isEmpty()) {
                say(share + " is a new share; its key was made\n");
            }
            ShareKey key =
                    stored.isPresent() ? stored.get() : keys.create(share, identity.random());
            return readOnly && !key.onlyReads() ? key.readOnly() : key;
        }
    }

    /** Asks for a code and gives it to the machine of this name; empty to look for it. */
    int join(String machine, CodePrompt prompt) throws UsageException, IOException {
        List<PeerAddress> named =
                machine.isEmpty() ? List.of() : List.of(PeerAddress.one(machine, PORT));
        PairingCode code = prompt.ask();
        if (!named.isEmpty()) {
            return join(named.getFirst(), code, named.getFirst().host());
        }
        if (code.channel().isEmpty()) {
            throw new UsageException(
                    "without its number a machine cannot be found; give the number, too, or name"
                            + " the machine: dsync pair HOST");
        }
        return new Channel(code.channel().getAsInt()).tryAll(place -> join(place, code, "auto"));
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
        try (var _ = Deadline.of(TIME_TO_ANSWER, connection::abort)) {
            PairingGuest.Joined joined = guest.join(connection, code, this::keep);
            connection.close();
            String giver = called(joined.giver(), joined.gift().giver());
            say(PairMessages.paired(joined.gift(), device.id(), name, joined.giver(), giver));
            say(PairMessages.nextOfGuest(joined.gift(), place.host(), peers));
            return ExitCode.OK;
        } finally {
            connection.abort();
        }
    }

    private void keep(Gift gift, DeviceId giver) throws IOException {
        try (StateDirectory folder = identity.folder()) {
            new ShareKeys(folder).keep(gift.share(), gift.key());
            new PairedDevices(folder)
                    .add(giver, gift.giver(), gift.share(), PairedDevices.Access.READ_WRITE);
        }
    }

    /** What a device is called here. */
    private String called(DeviceId device, String itself) throws IOException {
        try (StateDirectory folder = identity.folder()) {
            return new PairedDevices(folder)
                    .all().stream()
                            .filter(known -> known.id().equals(device))
                            .map(PairedDevices.Device::name)
                            .findFirst()
                            .orElse(itself);
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
        private final String peers;
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        Guests(PairingHost host, Gift gift, DeviceId own, String peers) {
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
            try (var _ = Deadline.of(validity, () -> fail(PairMessages.ofNobody(gift.share())))) {
                return end.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw e;
            }
        }

        private void fail(Failure failure) {
            end.completeExceptionally(new ToldException(failure));
        }

        @Override
        public void handle(TlsListener.Arrival arrival) {
            Connection connection = arrival.connection();
            try {
                PairingHost.Guest guest = host.serve(connection, this::keep);
                arrival.authenticated();
                String other = called(guest.device(), guest.name());
                say(PairMessages.paired(gift, own, name, guest.device(), other));
                say(PairMessages.nextOfHost(gift, peers));
                end(ExitCode.OK);
            } catch (PairingException e) {
                if (host.wasTriedOver(connection)
                        || e.reason() == PairingException.Reason.BETWEEN) {
                    fail(PairMessages.ofHost(e, gift.share(), connection.peer()));
                }
            } catch (IOException e) {
                if (host.wasTriedOver(connection)) {
                    end.completeExceptionally(e);
                }
            } finally {
                connection.abort();
            }
        }

        private void keep(DeviceId device, String itself) throws IOException {
            PairedDevices.Access granted =
                    gift.key().onlyReads()
                            ? PairedDevices.Access.READ_ONLY
                            : PairedDevices.Access.READ_WRITE;
            try (StateDirectory folder = identity.folder()) {
                new PairedDevices(folder).add(device, itself, gift.share(), granted);
            }
        }

        @Override
        public void failed(TransportException failure) {
            // a stranger's: whoever means this machine is told at his own end
        }
    }
}
