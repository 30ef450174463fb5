package dev.dsync.app.cli;

import dev.dsync.app.render.PeerLines;
import dev.dsync.app.render.Printable;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.PairedDevices;
import dev.dsync.io.trust.PairedDevices.Access;
import dev.dsync.io.trust.PairedDevices.Device;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code peers}: which machines are paired or here, and what they may do. */
final class PeersCommand implements Command {
    private final CommandSpec spec;
    private final List<String> forget = new ArrayList<>();
    private final List<String> rename = new ArrayList<>();
    private final List<String> readOnly = new ArrayList<>();
    private final List<String> readWrite = new ArrayList<>();
    private final OptionSpec json = Switch.of("Print one JSON object for each machine.", "--json");

    PeersCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(
                TextOption.into(
                        forget,
                        "--forget",
                        "NAME",
                        "Let a paired machine in no more; it is refused, although it has keys."));
        spec.addOption(
                TextOption.into(rename, "--rename", "OLD=NEW", "Call a paired machine otherwise."));
        spec.addOption(
                TextOption.into(
                        readOnly,
                        "--read-only",
                        "NAME",
                        "Let a paired machine only read, whatever key it has."));
        spec.addOption(
                TextOption.into(
                        readWrite,
                        "--read-write",
                        "NAME",
                        "Take back --read-only: it may do again what it was paired for."));
        spec.addOption(json);
        spec.usageMessage()
                .customSynopsis(
                        "dsync peers [--json]",
                        "   or: dsync peers --forget NAME | --rename OLD=NEW",
                        "   or: dsync peers --read-only NAME | --read-write NAME")
                .description(
                        "Show paired machines and those on the local network, or limit one.",
                        "",
                        "Paired machines come first, with what they were paired for and may do;"
                                + " then others that serve or watch something now, with the shares"
                                + " that both have. What a machine says of itself on the network"
                                + " proves nothing; its keys do, when it connects. A change holds"
                                + " from the next connection on; a watch ends those that are open.")
                .footer("", "Example: dsync peers --read-only laptop");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        int changes = forget.size() + rename.size() + readOnly.size() + readWrite.size();
        if (changes > 1 || (changes == 1 && Switch.isGiven(json))) {
            throw new UsageException("peers does one thing at a time; write one option");
        }
        Identity identity = new Identity(assembly.system(), console.environment());
        try (StateDirectory folder = identity.folder()) {
            PairedDevices devices = new PairedDevices(folder);
            if (changes > 0) {
                return change(devices);
            }
            DeviceId own = identity.device().id();
            return show(new PeerList(own, devices, new ShareKeys(folder), console), console);
        }
    }

    private int show(PeerList list, Console console) throws IOException {
        StringBuilder text = new StringBuilder();
        boolean asJson = Switch.isGiven(json);
        List<PeerLines.Peer> peers = list.peers();
        if (peers.isEmpty() && !asJson) {
            console.complain(PairMessages.ofNoPeers());
        }
        for (PeerLines.Peer peer : peers) {
            text.append(asJson ? PeerLines.json(peer) : PeerLines.text(peer)).append('\n');
        }
        return console.print(text.toString());
    }

    private int change(PairedDevices devices) throws UsageException, IOException {
        if (!rename.isEmpty()) {
            return rename(devices, rename.getFirst());
        }
        if (!forget.isEmpty()) {
            return change(devices, forget.getFirst(), device -> device.limitedTo(Access.NONE));
        }
        return readOnly.isEmpty()
                ? change(devices, readWrite.getFirst(), one -> one.limitedTo(Access.READ_WRITE))
                : change(devices, readOnly.getFirst(), one -> one.limitedTo(Access.READ_ONLY));
    }

    private static int rename(PairedDevices devices, String names)
            throws UsageException, IOException {
        int equals = names.indexOf('=');
        String name = names.substring(equals + 1);
        if (equals < 0 || ShareName.parse(name).isEmpty()) {
            throw new UsageException(
                    "cannot use --rename '"
                            + Printable.of(names)
                            + "': write OLD=NEW, the new name in letters and digits");
        }
        if (devices.find(name).isPresent()) {
            throw new UsageException(
                    "cannot use --rename '"
                            + Printable.of(names)
                            + "': another machine is called so; choose another name");
        }
        return change(devices, names.substring(0, equals), device -> device.called(name));
    }

    private static int change(PairedDevices devices, String name, UnaryOperator<Device> change)
            throws UsageException, IOException {
        if (devices.change(name, change).isEmpty()) {
            List<String> known = devices.all().stream().map(Device::name).toList();
            throw new UsageException(
                    "no paired machine is called '"
                            + Printable.of(name)
                            + "'; "
                            + Nearest.to(name, known)
                                    .map(near -> "did you mean " + Printable.of(near) + "?")
                                    .orElse("see dsync peers"));
        }
        return ExitCode.OK;
    }
}
