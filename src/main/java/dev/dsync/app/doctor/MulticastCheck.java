package dev.dsync.app.doctor;

import dev.dsync.app.render.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether peers on the local network can be found by name. */
final class MulticastCheck implements Check {
    private final Surroundings around;

    MulticastCheck(Surroundings around) {
        this.around = around;
    }

    @Override
    public String subject() {
        return "multicast";
    }

    @Override
    public List<Finding> look() throws IOException {
        List<String> able = new ArrayList<>();
        String unable = "";
        for (Surroundings.Link link : around.links()) {
            if (link.up() && !link.loopback()) {
                if (link.multicast()) {
                    able.add(Printable.of(link.name()));
                } else {
                    unable = link.name();
                }
            }
        }
        if (!able.isEmpty()) {
            return List.of(Finding.ok("on " + String.join(", ", able)));
        }
        if (unable.isEmpty()) {
            return List.of(
                    Finding.note(
                            "no network: only this machine can be reached",
                            "see which interfaces there are, and connect one",
                            "ip -brief link"));
        }
        return List.of(
                Finding.note(
                        "off on " + Printable.of(unable) + ": peers are not found by themselves",
                        "name peers with --peers, or turn it on",
                        "sudo ip link set dev " + Shell.word(unable) + " multicast on"));
    }
}
