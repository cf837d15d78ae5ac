package dev.postern.api.client;

import dev.postern.api.Empty;
import dev.postern.api.ProblemReport;
import dev.postern.api.Route;
import dev.postern.api.json.Json;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Calls routes, one connection for each. Blocks; safe for any number of threads. */
public final class ApiClient {
    private final ApiConnection connection;
    private final InstantSource clock;
    private final Exchange exchange;

    public ApiClient(ApiConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
        this.exchange = new Exchange(connection);
    }

    public <A> A call(Route<Empty, A> route) {
        return call(route, Empty.EMPTY);
    }

    /** @throws ApiException with the problems that the control plane answered, or why it could not be asked */
    public <Q, A> A call(Route<Q, A> route, Q request) {
        X509Certificate leaf = connection.chain().getFirst();
        checkValidity(leaf);
        byte[] body = route.method() == Route.Method.GET ? new byte[0] : Json.write(request);
        RawAnswer answer = exchange.send(route.method().name(), route.path(), body, route.patience());
        checkVersion(answer);
        try {
            if (answer.status() == 200) {
                return Json.read(answer.body(), route.answer());
            }
            throw new ApiException(Json.read(answer.body(), ProblemReport.class).asProblems());
        } catch (Json.UnreadableException | IllegalArgumentException unreadable) {
            throw new ApiException(
                    ApiCode.ANSWER_UNREADABLE,
                    "the control plane on " + connection.address() + " answered " + route.path() + " with status "
                            + answer.status() + " and something that is not its JSON",
                    "use the same version of the command and of the process that runs",
                    unreadable);
        }
    }

    private void checkValidity(X509Certificate leaf) {
        Instant now = clock.instant();
        Instant notAfter = leaf.getNotAfter().toInstant();
        if (now.isAfter(notAfter)) {
            throw new ApiException(
                    ApiCode.CERTIFICATE_EXPIRED,
                    "the operator certificate expired at " + notAfter + ", it is " + now + " now",
                    "restart Postern with ./postern up, which issues a new one");
        }
        Instant notBefore = leaf.getNotBefore().toInstant();
        if (now.isBefore(notBefore)) {
            throw new ApiException(
                    ApiCode.CERTIFICATE_EXPIRED,
                    "the operator certificate is valid from " + notBefore + ", it is " + now + " now",
                    "set this machine's clock");
        }
    }

    private void checkVersion(RawAnswer answer) {
        Optional<String> version = answer.header(Route.VERSION_HEADER);
        String expected = Integer.toString(Route.VERSION);
        if (version.isEmpty()) {
            throw new ApiException(
                    ApiCode.ANSWER_UNREADABLE,
                    "what answers on " + connection.address() + " does not say its API version: it is not Postern",
                    "check the address in api.json of the home's operator folder");
        }
        if (!version.get().equals(expected)) {
            throw new ApiException(
                    ApiCode.VERSION_MISMATCH,
                    "this command speaks version " + expected + " of the API, the process that runs speaks "
                            + version.get(),
                    "restart Postern with ./postern up of the same version as this command");
        }
    }
}
