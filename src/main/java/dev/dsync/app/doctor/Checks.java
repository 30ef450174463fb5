package dev.dsync.app.doctor;

import dev.dsync.io.fs.FileSystem;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;

/** The checks there are. */
public final class Checks {
    private final Surroundings around;
    private final Programs programs;

    /** Checks of the machine with these around. */
    public Checks(Surroundings around, Programs programs) {
        this.around = around;
        this.programs = programs;
    }

    /**
     * Those of this machine.
     *
     * @param configuration where the keys of this user are
     * @param state where dsync keeps what it remembers
     * @param listen where it listens
     * @param random for the name of a file
     */
    public List<Check> ofThisMachine(
            FileSystem system,
            String configuration,
            String state,
            InetSocketAddress listen,
            SecureRandom random) {
        Probe probe = new Probe(system, state, random);
        return List.of(
                new JavaCheck(around),
                new LocaleCheck(around),
                new FileLimitCheck(around),
                new WatchLimitCheck(around),
                new StateCheck(probe),
                new ClockCheck(around, probe),
                new KeysCheck(system, configuration, random),
                new PortCheck(around, listen),
                new FirewallCheck(programs, listen.getPort()),
                new MulticastCheck(around));
    }

    /**
     * That of another machine by ssh.
     *
     * @param shell the remote shell and its options
     * @param dsync what is run there as dsync
     * @param version of the dsync here
     */
    public Check bySsh(String host, List<String> shell, String dsync, String version) {
        return new SshCheck(programs, around, host, new SshCheck.Reach(shell, dsync, version));
    }
}
