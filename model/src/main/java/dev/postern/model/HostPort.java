package dev.postern.model;

/** A PostgreSQL server's address: {@code host} is a DNS name or an IP literal without brackets. */
public record HostPort(String host, int port) {
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
