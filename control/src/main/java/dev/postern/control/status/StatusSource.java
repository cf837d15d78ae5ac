package dev.postern.control.status;

import dev.postern.api.Status;
import dev.postern.model.HostPort;
import java.util.List;
import java.util.Optional;

/** What only the process that started everything knows. Asked at every call, so it may change. */
public interface StatusSource {
    /** The PostgreSQL servers that this process started. */
    List<Status.Server> servers();

    /** The gateway in this process. */
    Optional<Status.Gateway> gateway();

    /** Where clients reach the gateway: the host name is the one its certificate has. */
    Optional<HostPort> gatewayAddress();

    /** The certificates that the processes themselves use. */
    List<Status.Certificate> certificates();
}
