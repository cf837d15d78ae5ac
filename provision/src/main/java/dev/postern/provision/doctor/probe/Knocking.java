package dev.postern.provision.doctor.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tries all addresses at once, so that one that is dead does not use up the time of the others. */
final class Knocking {
    private Knocking() {}

    private record Tried(Knock knock, Optional<Socket> socket) {}

    /** @param socket to the first address, in the resolver's order, that is open; the caller's to close */
    record Knocked(List<Knock> knocks, Optional<Socket> socket) {}

    static Knocked at(List<InetAddress> addresses, int port, Deadline deadline) throws InterruptedException {
        List<Tried> tried = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Tried>> all = addresses.stream()
                    .map(address -> threads.submit(() -> one(address, port, deadline)))
                    .toList();
            for (Future<Tried> each : all) {
                tried.add(each.get());
            }
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect);
        }
        Optional<Socket> first =
                tried.stream().flatMap(each -> each.socket().stream()).findFirst();
        tried.stream()
                .flatMap(each -> each.socket().stream())
                .filter(socket -> socket != first.orElse(null))
                .forEach(Knocking::close);
        return new Knocked(tried.stream().map(Tried::knock).toList(), first);
    }

    private static Tried one(InetAddress address, int port, Deadline deadline) {
        long start = System.nanoTime();
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), deadline.millis());
            return new Tried(knock(address, Knock.Outcome.OPEN, start), Optional.of(socket));
        } catch (IOException failure) {
            close(socket);
            return new Tried(knock(address, outcome(failure), start), Optional.empty());
        }
    }

    private static Knock.Outcome outcome(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException _ -> Knock.Outcome.SILENT;
            case NoRouteToHostException _ -> Knock.Outcome.UNREACHABLE;
            // the JDK has one class for both
            case ConnectException refused
            when String.valueOf(refused.getMessage()).contains("timed out") -> Knock.Outcome.SILENT;
            case ConnectException refused
            when String.valueOf(refused.getMessage()).contains("refused") -> Knock.Outcome.REFUSED;
            default -> Knock.Outcome.UNREACHABLE;
        };
    }

    private static Knock knock(InetAddress address, Knock.Outcome outcome, long start) {
        return new Knock(address, outcome, Duration.ofNanos(System.nanoTime() - start));
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // nothing was sent that could be lost
        }
    }
}
