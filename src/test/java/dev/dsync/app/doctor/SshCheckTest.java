package dev.dsync.app.doctor;

import static dev.dsync.app.doctor.Looked.assertNote;
import static dev.dsync.app.doctor.Looked.assertOk;
import static dev.dsync.app.doctor.Looked.assertWrong;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SshCheckTest {
    private static final String ARGV =
            "ssh -o BatchMode=yes -o ConnectTimeout=10 -- me@nas date +%s; dsync --version";
    private static final long NOW = 1_772_366_400;

    private final FakeMachine machine = new FakeMachine();

    private Check check() {
        return new Checks(machine, machine).bySsh("me@nas", List.of("ssh"), "dsync", "1.2");
    }

    private void answers(int exitCode, String out, String err) {
        machine.answers.put(ARGV, new Programs.Ended(exitCode, out, err));
    }

    @Test
    void sameVersionAndTime_isOk() throws IOException {
        answers(0, NOW + "\ndsync 1.2\n", "motd\n");
        assertOk("me@nas: dsync 1.2", check());
    }

    @Test
    void otherVersion_isNoted() throws IOException {
        answers(0, NOW + "\ndsync 1.1\n", "");
        assertNote("me@nas: dsync 1.1, and 1.2 here", "ssh me@nas 'dsync --version'", check());
    }

    @Test
    void clockThereThatIsOff_isWrong() throws IOException {
        answers(0, (NOW - 3_600) + "\ndsync 1.2\n", "");
        List<Finding> findings = check().look();
        assertEquals(2, findings.size());
        assertEquals("me@nas: its clock is 3,600 s behind that here", findings.getLast().text());
        assertEquals("ssh me@nas 'sudo timedatectl set-ntp true'", findings.getLast().command());
    }

    @Test
    void dsyncThatIsNotThere_isWrong() throws IOException {
        answers(127, NOW + "\n", "sh: dsync: not found\n");
        assertWrong("me@nas: no dsync there", "ssh me@nas 'command -v dsync; echo $PATH'", check());
        answers(5, NOW + "\n", "dsync: no JDK 25 found\n");
        assertWrong(
                "me@nas: no dsync there that runs: dsync: no JDK 25 found",
                "ssh me@nas 'dsync --version'",
                check());
    }

    @Test
    void whatKeepsSshOut_hasItsRemedy() throws IOException {
        answers(255, "", "me@nas: Permission denied (publickey).\r\n");
        assertWrong(
                "me@nas: me@nas: Permission denied (publickey).", "ssh-copy-id me@nas", check());
        answers(255, "", "Host key verification failed.\n");
        assertWrong("me@nas: Host key verification failed.", "ssh me@nas", check());
        answers(255, "", "ssh: Could not resolve hostname nas: Name or service not known\n");
        assertWrong(
                "me@nas: ssh: Could not resolve hostname nas: Name or service not known",
                "getent hosts nas",
                check());
        answers(-1, "", "");
        assertWrong("me@nas: no answer in 20 s", "ssh -v me@nas", check());
    }

    @Test
    void ssh_thatIsNotInstalled_isWrong() throws IOException {
        assertWrong("ssh is not on the PATH", "sudo apt-get install openssh-client", check());
    }

    @Test
    void otherShells_getNoOptionsOfSsh() throws IOException {
        new Checks(machine, machine).bySsh("nas", List.of("/x/rsh", "-l", "a b"), "d", "1").look();
        assertEquals(
                List.of(List.of("/x/rsh", "-l", "a b", "--", "nas", "date +%s; d --version")),
                machine.ran);
    }
}
