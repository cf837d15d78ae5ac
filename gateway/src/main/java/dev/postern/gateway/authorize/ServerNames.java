package dev.postern.gateway.authorize;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the TLS server name: {@code orders.<gateway domain>} is the entry {@code orders}; any other name says nothing. */
public final class ServerNames {
    private final Set<String> own;
    private final Optional<String> suffix;

    /** @param own what the gateway itself is called, even below {@code domain}: {@code localhost}, its host names */
    public ServerNames(Set<String> own, Optional<String> domain) {
        this.own = own.stream().map(ServerNames::plain).collect(Collectors.toUnmodifiableSet());
        this.suffix = domain.map(name -> "." + plain(name));
    }

    /** @return what stands before the domain, whether or not there is such an entry */
    public Optional<String> entry(String serverName) {
        String name = plain(serverName);
        return suffix.filter(end -> name.endsWith(end) && !own.contains(name))
                .map(end -> name.substring(0, name.length() - end.length()));
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
