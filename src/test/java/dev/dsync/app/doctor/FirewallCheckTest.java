package dev.dsync.app.doctor;

import static dev.dsync.app.doctor.Looked.assertNote;
import static dev.dsync.app.doctor.Looked.assertOk;
import static dev.dsync.app.doctor.Looked.assertWrong;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallCheckTest {
    private final FakeMachine machine = new FakeMachine();
    private final FirewallCheck check = new FirewallCheck(machine, 22_001);

    private void answers(String argv, int exitCode, String out) {
        machine.answers.put(argv, new Programs.Ended(exitCode, out, ""));
    }

    @Test
    void none_isOk() throws IOException {
        assertOk("none is installed on this machine", check);
    }

    @Test
    void firewalld_isAskedForThePort() throws IOException {
        answers("firewall-cmd --state", 0, "running\n");
        answers("firewall-cmd --query-port=22001/tcp", 1, "no\n");
        assertWrong(
                "firewalld lets nobody in on 22001",
                "sudo firewall-cmd --add-port=22001/tcp",
                check);
        answers("firewall-cmd --query-port=22001/tcp", 0, "yes\n");
        assertOk("firewalld lets 22001 in", check);
    }

    @Test
    void ufw_isReadForThePort() throws IOException {
        answers("ufw status", 0, "Status: active\n\nTo  Action From\n22/tcp  ALLOW Anywhere\n");
        assertWrong("ufw lets nobody in on 22001", "sudo ufw allow 22001/tcp", check);
        answers("ufw status", 0, "Status: active\n\n22001/tcp     ALLOW       Anywhere\n");
        assertOk("ufw lets 22001 in", check);
        answers("ufw status", 0, "Status: inactive\n");
        assertOk("none is installed on this machine", check);
    }

    @Test
    void nftables_refusesByThePolicyOfItsInputChain() throws IOException {
        String chain = "  chain IN {\n    type filter hook input priority 0; policy drop;\n  }\n";
        answers("nft list ruleset", 0, "table inet filter {\n" + chain + "}\n");
        assertWrong(
                "nftables lets nobody in on 22001",
                "sudo nft insert rule inet filter IN tcp dport 22001 accept",
                check);
        answers("nft list ruleset", 0, "table inet filter {\n tcp dport 22001 accept\n" + chain);
        assertNote("nftables has rules for 22001", "sudo nft list ruleset | grep 22001", check);
        answers("nft list ruleset", 0, "table inet filter {\n" + chain.replace("drop", "accept"));
        assertOk("nftables lets 22001 in", check);
        answers("nft list ruleset", 1, "");
        assertNote("only root may know its rules", "sudo nft list ruleset", check);
    }

    @Test
    void iptables_refusesByPolicyOrRule() throws IOException {
        String mends = "sudo iptables -I INPUT -p tcp --dport 22001 -j ACCEPT";
        answers("iptables -S INPUT", 0, "-P INPUT DROP\n-A INPUT -p tcp --dport 122001\n");
        assertWrong("iptables lets nobody in on 22001", mends, check);
        answers("iptables -S INPUT", 0, "-P INPUT ACCEPT\n-A INPUT -j REJECT\n");
        assertWrong("iptables lets nobody in on 22001", mends, check);
        answers("iptables -S INPUT", 0, "-P INPUT DROP\n-A INPUT --dport 22001 -j ACCEPT\n");
        assertOk("iptables lets 22001 in", check);
        answers("iptables -S INPUT", 0, "-P INPUT ACCEPT\n-A INPUT --dport 22001 -j DROP\n");
        assertWrong("iptables lets nobody in on 22001", mends, check);
        answers("iptables -S INPUT", 0, "-A INPUT -p tcp -m tcp --dport 22001 -j DROP\n");
        assertWrong("iptables lets nobody in on 22001", mends, check);
        answers("iptables -S INPUT", 4, "");
        assertNote("only root may know its rules", "sudo iptables -S INPUT", check);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-A INPUT -s 10.0.0.7/32 -p tcp -m tcp --dport 22001 -j DROP\n",
                "-A INPUT -p udp -m udp --dport 22001 -j REJECT\n",
                "-A INPUT -p tcp -m tcp --dport 22001 -m connlimit -j REJECT\n",
                "-A INPUT ! -i eth0 -p tcp --dport 22001 -j DROP\n",
                """
                -A INPUT -s 10.0.0.0/8 -p tcp --dport 22001 -j ACCEPT
                -A INPUT -p tcp --dport 22001 -j DROP
                """
            })
    void iptables_whoseRulesDoNotRefuseAll_areToBeSeen(String rules) throws IOException {
        answers("iptables -S INPUT", 0, "-P INPUT ACCEPT\n" + rules);
        assertNote("iptables has rules for 22001", "sudo iptables -S INPUT | grep 22001", check);
    }
}
