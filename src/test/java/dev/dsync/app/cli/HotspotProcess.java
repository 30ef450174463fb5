package dev.dsync.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A process that has a hotspot until it is ended. */
final class HotspotProcess {
    private HotspotProcess() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Hotspot hotspot = Hotspot.open(new MachinePrograms(System.getenv()), "Linux", args[0]);
        String line = hotspot.ssid() + " " + hotspot.password() + "\n";
        System.out.write(line.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
    }
}
