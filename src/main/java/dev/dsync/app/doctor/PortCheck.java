package dev.dsync.app.doctor;

import dev.dsync.app.render.Printable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the port dsync listens on is free, or who has it. */
final class PortCheck implements Check {
    private static final List<String> TABLES = List.of("/proc/net/tcp", "/proc/net/tcp6");
    private static final int TCP_LISTEN = 0x0a;

    /* Columns of these tables. */
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int SOCKET = 9;

    private final Surroundings around;
    private final InetSocketAddress address;

    PortCheck(Surroundings around, InetSocketAddress address) {
        this.around = around;
        this.address = address;
    }

    @Override
    public String subject() {
        return "port";
    }

    @Override
    public List<Finding> look() {
        Optional<String> why = around.whyNotListening(address);
        String port = Integer.toString(address.getPort());
        if (why.isEmpty()) {
            return List.of(Finding.ok(port + " is free"));
        }
        OptionalLong socket = socket();
        if (socket.isEmpty()) {
            return List.of(
                    Finding.wrong(
                            "cannot listen on " + where() + ": " + Printable.of(why.get()),
                            "listen elsewhere",
                            elsewhere()));
        }
        Optional<ProcessHandle> holder = around.holder(socket.getAsLong());
        if (holder.isPresent() && isDsync(holder.get())) {
            return List.of(
                    Finding.ok(port + " is served by dsync (process " + holder.get().pid() + ")"));
        }
        return List.of(
                Finding.wrong(
                        port + " is taken by " + holder.map(PortCheck::name).orElse("another user"),
                        "listen elsewhere, and name that port at the peers",
                        elsewhere()));
    }

    private String where() {
        return at(address.getPort());
    }

    private String elsewhere() {
        return "export DSYNC_LISTEN=" + Shell.word(at(address.getPort() % 0xffff + 1));
    }

    private String at(int port) {
        InetAddress host = address.getAddress();
        String name = host.isAnyLocalAddress() ? "" : host.getHostAddress();
        return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
    }

    /** The socket somebody listens with on this port. */
    private OptionalLong socket() {
        String suffix = String.format(Locale.ROOT, ":%04X", address.getPort());
        for (String table : TABLES) {
            for (String line : around.text(table).orElse("").lines().skip(1).toList()) {
                String[] columns = line.strip().split(" +", -1);
                if (columns.length > SOCKET
                        && columns[LOCAL].endsWith(suffix)
                        && Integer.parseInt(columns[STATE], 16) == TCP_LISTEN) {
                    return OptionalLong.of(Long.parseLong(columns[SOCKET]));
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isDsync(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("dev.dsync.app.cli.Main"))
                .isPresent();
    }

    private static String name(ProcessHandle process) {
        String command = process.info().command().orElse("a program");
        return Printable.of(command.substring(command.lastIndexOf('/') + 1))
                + " (process "
                + process.pid()
                + ")";
    }
}
