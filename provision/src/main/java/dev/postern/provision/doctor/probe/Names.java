package dev.postern.provision.doctor.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks a name up, in time: the resolver of the operating system cannot be interrupted, and is left behind. */
final class Names {
    private static final int MOST = 16;

    private Names() {}

    static Resolved resolve(String host, Deadline deadline) throws InterruptedException {
        CompletableFuture<Resolved> found = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("resolver").start(() -> found.complete(lookUp(host)));
        try {
            return found.get(deadline.millis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new Resolved.NoAnswer();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a look-up never fails", impossible);
        }
    }

    private static Resolved lookUp(String host) {
        try {
            List<InetAddress> addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .distinct()
                    .limit(MOST)
                    .toList();
            return addresses.isEmpty() ? new Resolved.NoSuchName() : new Resolved.Addresses(addresses);
        } catch (UnknownHostException _) {
            return new Resolved.NoSuchName();
        }
    }
}
