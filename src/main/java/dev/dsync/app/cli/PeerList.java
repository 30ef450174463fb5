package dev.dsync.app.cli;

import dev.dsync.app.render.PeerLines;
import dev.dsync.io.discover.LocalNetwork;
import dev.dsync.io.discover.Sighting;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.PairedDevices;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The machines this one is paired with, and those that say that they are on the local network. */
final class PeerList {
    private static final Duration TIME_TO_HEAR = Duration.ofMillis(2_500);
    private static final int HEARD_MAX = 256;

    private final DeviceId own;
    private final PairedDevices devices;
    private final ShareKeys keys;
    private final Console console;

    /** By device and port: a device may run several. */
    private final Map<String, Sighting> heard = new TreeMap<>();

    PeerList(DeviceId own, PairedDevices devices, ShareKeys keys, Console console) {
        this.own = own;
        this.devices = devices;
        this.keys = keys;
        this.console = console;
    }

    /** First those that are paired, by name, then the others. */
    List<PeerLines.Peer> peers() throws IOException {
        listen();
        Map<DeviceId, List<Sighting>> present = new TreeMap<>();
        synchronized (heard) {
            for (Sighting sighting : heard.values()) {
                DeviceId device = sighting.announcement().device();
                present.computeIfAbsent(device, _ -> new ArrayList<>()).add(sighting);
            }
        }
        present.remove(own);
        List<PeerLines.Peer> peers = new ArrayList<>();
        for (PairedDevices.Device device : devices.all()) {
            List<Sighting> there = present.remove(device.id());
            peers.add(
                    new PeerLines.Peer(
                            device.name(),
                            device.id().toString(),
                            Optional.of(pairing(device)),
                            there == null ? Optional.empty() : Optional.of(presence(there))));
        }
        for (List<Sighting> there : present.values()) {
            peers.add(
                    new PeerLines.Peer(
                            there.getFirst().announcement().name(),
                            there.getFirst().announcement().device().toString(),
                            Optional.empty(),
                            Optional.of(presence(there))));
        }
        return peers;
    }

    private static PeerLines.Pairing pairing(PairedDevices.Device device) {
        return new PeerLines.Pairing(
                shares(device, PairedDevices.Access.READ_WRITE),
                shares(device, PairedDevices.Access.READ_ONLY));
    }

    private static List<String> shares(PairedDevices.Device device, PairedDevices.Access access) {
        return device.shares().keySet().stream()
                .filter(share -> device.accessTo(share).filter(access::equals).isPresent())
                .map(ShareName::text)
                .toList();
    }

    private void listen() throws IOException {
        CountDownLatch cancelled = new CountDownLatch(1);
        console.cancellation().onCancel(cancelled::countDown);
        try (LocalNetwork network = LocalNetwork.listen(this::hear)) {
            if (network.isDeaf()) {
                console.complain(Announcer.deaf());
                return;
            }
            var _ = cancelled.await(TIME_TO_HEAR.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(Sighting sighting) {
        String key = sighting.announcement().device() + " " + sighting.port();
        synchronized (heard) {
            boolean known = heard.containsKey(key);
            if (sighting.announcement().channel().isEmpty()
                    && (known || heard.size() < HEARD_MAX)) {
                heard.put(key, sighting);
            }
        }
    }

    private PeerLines.Presence presence(List<Sighting> there) throws IOException {
        List<String> places = new ArrayList<>();
        List<String> common = new ArrayList<>();
        for (Sighting sighting : there) {
            String host = sighting.addresses().getFirst().getHostAddress();
            String machine = new PeerAddress(host, sighting.port()).machine();
            places.add(machine + ":" + sighting.port());
        }
        for (ShareName share : keys.names()) {
            Optional<ShareKey> key = keys.find(share);
            if (key.isPresent() && there.stream().anyMatch(one -> hasKey(one, key.get()))) {
                common.add(share.text());
            }
        }
        return new PeerLines.Presence(places, there.getFirst().announcement().version(), common);
    }

    private static boolean hasKey(Sighting sighting, ShareKey key) {
        return sighting.announcement().marks().hold(key, sighting.announcement().device());
    }
}
