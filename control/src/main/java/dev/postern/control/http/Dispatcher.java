package dev.postern.control.http;

import dev.postern.api.Empty;
import dev.postern.api.Permission;
import dev.postern.api.ProblemReport;
import dev.postern.api.Route;
import dev.postern.api.json.Json;
import dev.postern.control.caller.Caller;
import dev.postern.control.caller.CallerCheck;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One request: who calls, which route, may they, read, answer, write. */
final class Dispatcher implements Handler {
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final CallerCheck callers;
    private final Guests guests;
    private final Map<String, Map<String, Mount<?, ?>>> mounts;

    private Dispatcher(CallerCheck callers, Guests guests, Map<String, Map<String, Mount<?, ?>>> mounts) {
        this.callers = callers;
        this.guests = guests;
        this.mounts = mounts;
    }

    static Dispatcher of(CallerCheck callers, Guests guests, List<Mount<?, ?>> mounts) {
        Map<String, Map<String, Mount<?, ?>>> byPath = new HashMap<>();
        for (Mount<?, ?> mount : mounts) {
            Map<String, Mount<?, ?>> byMethod =
                    byPath.computeIfAbsent(mount.route().path(), _ -> new HashMap<>());
            if (byMethod.put(mount.route().method().name(), mount) != null) {
                throw new IllegalArgumentException("mounted twice: " + mount.route());
            }
        }
        for (Route<?, ?> route : Route.all()) {
            if (!byPath.getOrDefault(route.path(), Map.of())
                    .containsKey(route.method().name())) {
                throw new IllegalArgumentException("not mounted: " + route);
            }
        }
        return new Dispatcher(callers, guests, byPath);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        SocketAddress from = request.remotePeer().address();
        int status = 200;
        byte[] body;
        try {
            Caller caller = callers.identify(chain(request));
            guests.known(from, caller.name());
            body = answer(caller, mount(request), request);
        } catch (ProblemException refused) {
            status = HttpStatus.of(refused.first().code());
            log(request, status, refused);
            body = Json.write(ProblemReport.of(refused.problems()));
        } catch (RuntimeException bug) {
            status = ControlCode.INTERNAL.status();
            log(request, status, bug);
            body = Json.write(ProblemReport.of(List.of(Problem.of(
                    ControlCode.INTERNAL,
                    "the control plane failed (" + bug.getClass().getSimpleName() + ")",
                    "look at the log of the running process and report it"))));
        }
        if (status != 200) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        guests.answered(from);
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, status == 200 ? "application/json" : ProblemReport.CONTENT_TYPE)
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(Route.VERSION_HEADER, Integer.toString(Route.VERSION))
                .send(body);
    }

    static Problem tooLarge() {
        return Problem.of(
                ControlCode.REQUEST_TOO_LARGE,
                "the request is larger than " + Route.MOST_REQUEST_BYTES + " bytes",
                "send fewer resources at once");
    }

    private Mount<?, ?> mount(ServerRequest request) {
        Map<String, Mount<?, ?>> byMethod =
                mounts.get(request.prologue().uriPath().rawPath());
        if (byMethod == null) {
            throw new ControlException(
                    ControlCode.NOT_FOUND,
                    "there is no such route",
                    "use the postern command of the same version as this process");
        }
        Mount<?, ?> mount = byMethod.get(request.prologue().method().text());
        if (mount == null) {
            throw new ControlException(
                    ControlCode.METHOD_NOT_ALLOWED,
                    "this route is not asked that way",
                    "use one of " + byMethod.keySet().stream().sorted().toList());
        }
        return mount;
    }

    private <Q, A> byte[] answer(Caller caller, Mount<Q, A> mount, ServerRequest request) {
        if (mount.route().permission() == Permission.OPERATOR && !caller.operator()) {
            throw new ControlException(
                    ControlCode.NOT_PERMITTED,
                    caller.name() + " may not call " + mount.route().path() + ", only the operator may",
                    "ask the operator, or use the operator's certificate");
        }
        Q question = read(mount.route(), request);
        guests.asked(request.remotePeer().address());
        return Json.write(mount.answer().apply(caller, question));
    }

    private static <Q> Q read(Route<Q, ?> route, ServerRequest request) {
        if (route.method() == Route.Method.GET) {
            return route.request().cast(Empty.EMPTY);
        }
        byte[] body = body(request);
        try {
            return Json.readStrictly(body, route.request());
        } catch (Json.UnreadableException unreadable) {
            throw new ControlException(
                    ControlCode.REQUEST_UNREADABLE,
                    "the request is not the JSON that this route reads: " + unreadable.getMessage(),
                    "use the postern command of the same version as this process",
                    unreadable);
        }
    }

    private static byte[] body(ServerRequest request) {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > Route.MOST_REQUEST_BYTES) {
            throw new ControlException(List.of(tooLarge()));
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(Route.MOST_REQUEST_BYTES + 1);
            if (body.length > Route.MOST_REQUEST_BYTES) {
                throw new ControlException(List.of(tooLarge()));
            }
            return body;
        } catch (IOException | UncheckedIOException | RequestException broken) {
            // what it says may hold all that the client sent: not for the log
            throw new ControlException(
                    ControlCode.REQUEST_UNREADABLE,
                    "the request's body did not arrive (" + broken.getClass().getSimpleName() + ")",
                    "ask again");
        }
    }

    private static List<X509Certificate> chain(ServerRequest request) {
        Certificate[] chain = request.remotePeer().tlsCertificates().orElse(new Certificate[0]);
        return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    private static void log(ServerRequest request, int status, RuntimeException failure) {
        String path = request.prologue().uriPath().rawPath();
        String known = Route.all().stream().anyMatch(route -> route.path().equals(path)) ? path : "unknown";
        Level level = status >= 500 ? Level.WARNING : Level.DEBUG;
        LOG.log(level, () -> "event=api-refused path=" + known + " status=" + status, failure);
    }
}
