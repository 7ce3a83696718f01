package dev.sluice.notifier.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressGuardTest {
    @ParameterizedTest
    @CsvSource({
        // url, refused by default, refused when private addresses are allowed
        "http://169.254.169.254/latest/meta-data, true, true",
        "http://[fe80::1]/, true, true",
        "http://[::ffff:169.254.169.254]/, true, true",
        "http://[fd00:ec2::254]/, true, true",
        "http://100.100.100.200/, true, true",
        "http://0.0.0.0/, true, true",
        "http://224.0.0.1/, true, true",
        "http://2852039166/, true, true",
        "http://127.0.0.1:9000/, true, false",
        "http://[::1]/, true, false",
        "http://10.1.2.3/, true, false",
        "http://192.168.0.9/, true, false",
        "http://172.16.5.5/, true, false",
        "http://[fd12::1]/, true, false",
        "http://93.184.216.34/, false, false",
        "http://[2606:2800:220:1::1]/, false, false",
    })
    void who_may_be_called(String url, boolean byDefault, boolean whenAllowed) throws UnknownHostException {
        assertThat(new AddressGuard(false).objection(URI.create(url)).isPresent())
                .isEqualTo(byDefault);
        assertThat(new AddressGuard(true).objection(URI.create(url)).isPresent())
                .isEqualTo(whenAllowed);
    }
}
