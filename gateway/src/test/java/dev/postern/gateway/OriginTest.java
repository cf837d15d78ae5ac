package dev.postern.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class OriginTest {
    @Test
    void anIpv4AddressIsAnOriginOfItsOwn() {
        assertThat(origin("192.0.2.7").text()).isEqualTo("192.0.2.7");
        assertThat(origin("192.0.2.7")).isNotEqualTo(origin("192.0.2.8"));
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOne() {
        assertThat(origin("2001:db8:1:2::7").text()).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(origin("2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(origin("2001:db8:1:2::1"));
        assertThat(origin("2001:db8:1:3::1")).isNotEqualTo(origin("2001:db8:1:2::1"));
    }

    private static Origin origin(String address) {
        return Origin.of(InetAddress.ofLiteral(address));
    }
}
