package dev.dsync.app.cli;

import dev.dsync.app.doctor.Programs;
import dev.dsync.app.render.Printable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Wi-Fi network of this machine's own that NetworkManager holds for as long as this is open.
 *
 * <p>NetworkManager makes the password and is asked for it, so it is in no command line. Its
 * profile carries the number and start of this process in its name: one that a killed process left
 * is found, and removed, by the next.
 */
final class Hotspot implements AutoCloseable {
    /** A network is up within this, or not at all. */
    private static final int WAIT_SECONDS = 30;

    private static final Duration ALLOWED = Duration.ofSeconds(WAIT_SECONDS + 5);

    /** Whoever ends the program waits for it. */
    private static final Duration ALLOWED_AT_THE_END = Duration.ofSeconds(10);

    private static final int SSID_BYTES_MAX = 32;
    private static final String SECURITY = "802-11-wireless-security.";
    private static final Pattern PROFILE = Pattern.compile("dsync-hotspot-(\\d{1,9})-(\\d{1,18})");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final Programs programs;
    private final String profile;
    private volatile @Nullable Thread starter;
    private boolean closed;
    private String ssid = "";
    private String password = "";
    private Optional<InetAddress> address = Optional.empty();

    private Hotspot(Programs programs, String profile) {
        this.programs = programs;
        this.profile = profile;
    }

    /**
     * Starts it; the machine leaves the Wi-Fi network it is in, if it has no second adapter.
     *
     * @param cancellation takes it down, too, and waits until it is: the program ends soon after
     * @param operatingSystem by the name Java gives it
     * @param host what its name is made of
     * @throws ToldException if it cannot be had here
     */
    static Hotspot open(
            Programs programs, Cancellation cancellation, String operatingSystem, String host)
            throws IOException {
        if (!operatingSystem.equals("Linux")) {
            throw failed("only Linux with NetworkManager can", "turn one on in the settings");
        }
        removeLeftovers(programs);
        Hotspot hotspot = new Hotspot(programs, profile(ProcessHandle.current()));
        cancellation.onCancel(hotspot::close);
        hotspot.starter = Thread.currentThread();
        try {
            hotspot.start(ssid(host));
        } catch (IOException | RuntimeException e) {
            hotspot.remove();
            throw e;
        } finally {
            hotspot.starter = null;
        }
        return hotspot;
    }

    /** The name of the network. */
    String ssid() {
        return ssid;
    }

    /** What lets one in. */
    String password() {
        return password;
    }

    /** The address this machine has in the network, where those who join it find it. */
    Optional<InetAddress> address() {
        return address;
    }

    /** What a phone's camera takes as the way into the network, as the text of a QR code. */
    String joinText() {
        return "WIFI:T:WPA;S:" + escaped(ssid) + ";P:" + escaped(password) + ";;";
    }

    /**
     * Takes it down, also while it is being started; once more does nothing more, but it is down
     * when that returns.
     */
    @Override
    public void close() {
        Thread starting = starter;
        if (starting != null) {
            starting.interrupt();
        }
        remove();
    }

    private synchronized void remove() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted(); // it would end nmcli, too
        try {
            nmcli(programs, ALLOWED_AT_THE_END, "connection", "delete", "id", profile);
        } catch (IOException e) {
            // The next start finds what is left.
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void start(String name) throws IOException {
        if (closed) {
            throw new InterruptedIOException("stopped before the hotspot was up");
        }
        String wait = Integer.toString(WAIT_SECONDS);
        Programs.Ended started =
                nmcli(
                        programs,
                        "--wait",
                        wait,
                        "device",
                        "wifi",
                        "hotspot",
                        "con-name",
                        profile,
                        "ssid",
                        name);
        if (started.exitCode() != 0) {
            String why = started.lastComplaint();
            why = (why.isEmpty() ? started.out().strip() : why).replaceFirst("^Error: ", "");
            throw failed(
                    why.isEmpty() ? "nmcli ended with " + started.exitCode() : Printable.of(why),
                    "see nmcli device, or share without --hotspot");
        }
        String management = value(SECURITY + "key-mgmt");
        boolean isSafe =
                management.equals("sae")
                        || (management.equals("wpa-psk")
                                && value(SECURITY + "proto").contains("rsn"));
        String secret = value(SECURITY + "psk");
        if (!isSafe || secret.isEmpty()) {
            throw failed(
                    "this Wi-Fi adapter can encrypt by neither WPA2 nor WPA3",
                    "share without --hotspot");
        }
        ssid = name;
        password = secret;
        Matcher own = ADDRESS.matcher(value("IP4.ADDRESS"));
        if (own.lookingAt()) {
            address = Optional.of(InetAddress.ofLiteral(own.group()));
        }
    }

    private String value(String field) throws IOException {
        return nmcli(
                        programs,
                        "--show-secrets",
                        "--escape",
                        "no",
                        "--get-values",
                        field,
                        "connection",
                        "show",
                        "id",
                        profile)
                .out()
                .strip();
    }

    /** Removes what processes left that are no more. */
    private static void removeLeftovers(Programs programs) throws IOException {
        Programs.Ended listed =
                nmcli(programs, "--escape", "no", "--get-values", "NAME", "connection", "show");
        for (String name : listed.out().lines().map(String::strip).toList()) {
            Matcher matcher = PROFILE.matcher(name);
            if (matcher.matches() && !isAlive(name, Long.parseLong(matcher.group(1)))) {
                nmcli(programs, "connection", "delete", "id", name);
            }
        }
    }

    private static boolean isAlive(String name, long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && profile(process.get()).equals(name);
    }

    private static String profile(ProcessHandle process) {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        return "dsync-hotspot-" + process.pid() + "-" + start.toEpochMilli();
    }

    private static Programs.Ended nmcli(Programs programs, String... words) throws IOException {
        return nmcli(programs, ALLOWED, words);
    }

    private static Programs.Ended nmcli(Programs programs, Duration allowed, String... words)
            throws IOException {
        List<String> argv = new ArrayList<>(List.of("nmcli"));
        argv.addAll(Arrays.asList(words));
        return programs.run(allowed, argv)
                .orElseThrow(
                        () ->
                                failed(
                                        "there is no nmcli on the PATH",
                                        "install NetworkManager, or share without --hotspot"));
    }

    private static ToldException failed(String why, String remedy) {
        Failure failure = Failure.of(ExitCode.START, "cannot open a hotspot: " + why, remedy);
        return new ToldException(failure);
    }

    /** A name a network can have: at most 32 bytes of letters, digits and hyphens. */
    private static String ssid(String host) {
        String plain = "dsync-" + host.replaceAll("[^A-Za-z0-9-]", "");
        byte[] bytes = plain.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(bytes.length, SSID_BYTES_MAX);
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\;,:\"])", "\\\\$1");
    }
}
