package dev.dsync.io.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LocalNetworkTest {
    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }

    @Test
    void addressesOfOneLink_comeLast() throws Exception {
        assertEquals(
                addresses("10.0.0.9", "2001:db8::9", "169.254.0.9", "fe80::9"),
                LocalNetwork.usable(
                        addresses("fe80::9", "169.254.0.9", "2001:db8::9", "10.0.0.9"), null));
    }

    @Test
    void addressOfOneLink_getsTheInterfaceWhereItWasHeard() throws Exception {
        NetworkInterface here =
                Objects.requireNonNull(
                        NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
        InetAddress six = addresses("fe80::9").getFirst();
        assertEquals(
                six.getHostAddress() + "%" + here.getIndex(),
                LocalNetwork.usable(List.of(six), here).getFirst().getHostAddress());
    }
}
