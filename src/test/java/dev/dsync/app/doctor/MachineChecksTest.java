package dev.dsync.app.doctor;

import static dev.dsync.app.doctor.Looked.assertNote;
import static dev.dsync.app.doctor.Looked.assertOk;
import static dev.dsync.app.doctor.Looked.assertWrong;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineChecksTest {
    private static final String INOTIFY = "/proc/sys/fs/inotify/";
    private static final String HEAD = "  sl  local_address rem_address   st\n";
    private static final long SOCKET = 4711;

    private final FakeMachine machine = new FakeMachine();

    private static InetSocketAddress port() {
        return new InetSocketAddress(22_001);
    }

    /** As the kernel shows a socket: of port 22001 if its number is 55F1. */
    private static String row(String port, String state) {
        return " 0: 00000000:"
                + port
                + " 00000000:0000 "
                + state
                + " 00000000:00000000 00:00000000 00000000 1000 0 "
                + SOCKET
                + " 1 0000 100\n";
    }

    @Test
    void java_isNamed_andOneThatIsTooOldIsWrong() throws IOException {
        assertOk("25.0.1, /jdk", new JavaCheck(machine));
        machine.properties.put("java.version", "21.0.2");
        machine.properties.put("java.specification.version", "21");
        assertWrong(
                "21.0.2, /jdk: dsync needs JDK 25",
                "export DSYNC_JAVA_HOME=/usr/lib/jvm/jdk-25",
                new JavaCheck(machine));
    }

    @Test
    void locale_otherThanUtf8IsWrong() throws IOException {
        assertOk("file names are UTF-8", new LocaleCheck(machine));
        machine.properties.put("sun.jnu.encoding", "ANSI_X3.4-1968");
        assertWrong(
                "file names are ANSI_X3.4-1968, which cannot spell all of them",
                "export LC_ALL=C.UTF-8",
                new LocaleCheck(machine));
    }

    @Test
    void openFiles_areEnoughFrom1024() throws IOException {
        assertOk("at most 20000", new FileLimitCheck(machine));
        machine.files.put("/proc/self/limits", "Max open files    1023   4096  files\n");
        assertWrong(
                "at most 1023: too few for an index and many peers",
                "sudo prlimit --pid $$ --nofile=65536",
                new FileLimitCheck(machine));
        machine.files.put("/proc/self/limits", "Max open files    unlimited   unlimited  files\n");
        assertOk("at most unlimited", new FileLimitCheck(machine));
        machine.files.clear();
        assertNote("the kernel does not say how many", "ulimit -n", new FileLimitCheck(machine));
    }

    @Test
    void watches_thatAreFewAreWrong_withTheSysctl() throws IOException {
        assertOk("524,288 directories, 128 queues", new WatchLimitCheck(machine));
        machine.files.put(INOTIFY + "max_user_watches", "8192\n");
        assertWrong(
                "directories to a user: 8,192; in others, changes are found late",
                "sudo sysctl -w fs.inotify.max_user_watches=524288",
                new WatchLimitCheck(machine));
    }

    @Test
    void queues_thatAreTakenAreWrong_andFewAreNoted() throws IOException {
        machine.files.put(INOTIFY + "max_user_instances", "16\n");
        assertNote(
                "queues to a user, which other programs share: 16",
                "sudo sysctl -w fs.inotify.max_user_instances=512",
                new WatchLimitCheck(machine));
        machine.files.put(INOTIFY + "max_user_instances", "1024\n");
        machine.canWatch = false;
        assertWrong(
                "this user has no queue left of 1,024",
                "sudo sysctl -w fs.inotify.max_user_instances=2048",
                new WatchLimitCheck(machine));
        machine.files.clear();
        assertNote(
                "the kernel does not say how much a user may watch",
                "sysctl fs.inotify",
                new WatchLimitCheck(machine));
    }

    @Test
    void port_thatIsTakenNamesWhoHasIt() throws IOException {
        assertOk("22001 is free", new PortCheck(machine, port()));
        machine.whyNotListening = "Address already in use";
        machine.files.put("/proc/net/tcp", HEAD + row("0016", "0A") + row("55F1", "01"));
        assertWrong(
                "cannot listen on :22001: Address already in use",
                "export DSYNC_LISTEN=:22002",
                new PortCheck(machine, port()));
        machine.files.put("/proc/net/tcp6", HEAD + row("55F1", "0A"));
        assertWrong(
                "22001 is taken by another user",
                "export DSYNC_LISTEN=:22002",
                new PortCheck(machine, port()));
        ProcessHandle self = ProcessHandle.current();
        machine.holders.put(SOCKET, self);
        assertWrong(
                "22001 is taken by java (process " + self.pid() + ")",
                "export DSYNC_LISTEN=127.0.0.1:22002",
                new PortCheck(
                        machine,
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 22_001)));
    }

    @Test
    void multicast_isOnWhereAnInterfaceHasIt() throws IOException {
        assertOk("on eth0", new MulticastCheck(machine));
        machine.links = List.of(new Surroundings.Link("wg0", true, false, false));
        assertNote(
                "off on wg0: peers are not found by themselves",
                "sudo ip link set dev wg0 multicast on",
                new MulticastCheck(machine));
        machine.links =
                List.of(
                        new Surroundings.Link("lo", true, true, true),
                        new Surroundings.Link("eth0", false, true, false));
        assertNote(
                "no network: only this machine can be reached",
                "ip -brief link",
                new MulticastCheck(machine));
    }
}
