package dev.postern.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs, where, and until when.
 *
 * @param address of the API, {@code 127.0.0.1:PORT}
 * @param pid of the process that answers
 * @param gateway empty when this process runs none
 * @param certificates that the processes themselves use, soonest end first
 * @param resources kind to number
 */
public record Status(
        String version,
        String home,
        String address,
        long pid,
        Instant started,
        Duration uptime,
        List<Server> servers,
        Optional<Gateway> gateway,
        List<Authority> authorities,
        List<Certificate> certificates,
        Map<String, Integer> resources,
        long lostSessionEvents) {

    /**
     * A PostgreSQL server that this process started.
     *
     * @param name {@code store} or {@code demo}
     * @param version as the server says, for example {@code 18.6}
     * @param openssl the TLS library it was built with; empty when it has none or it is not known
     * @param note what its user must know, for example that it is not for production; may be empty
     */
    public record Server(
            String name,
            String version,
            String host,
            int port,
            long pid,
            String dataFolder,
            Optional<String> openssl,
            String note) {}

    /**
     * @param transport for example {@code epoll} or {@code nio}
     * @param tls the provider, for example {@code openssl (BoringSSL)} or {@code jdk}
     * @param sessions clients connected now
     * @param pooled server connections that wait for a client
     */
    public record Gateway(String address, String transport, String tls, int sessions, int pooled) {}

    /** @param issued certificates that it signed and that have not expired; -1 when the store does not answer */
    public record Authority(String name, String subject, Instant notAfter, long issued) {}

    /** @param use for example {@code gateway server} or {@code operator} */
    public record Certificate(String use, String subject, String serial, Instant notBefore, Instant notAfter) {}
}
