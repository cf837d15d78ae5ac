package dev.postern.control.http;

import dev.postern.api.ProblemReport;
import dev.postern.api.Route;
import dev.postern.api.json.Json;
import dev.postern.control.problem.ControlCode;
import dev.postern.kernel.problem.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.util.List;

/** Answers what the HTTP server refuses before a route is found, in the same form as every other refusal. */
final class EarlyRefusal implements DirectHandler {
    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        Problem problem = status.code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                ? Dispatcher.tooLarge()
                : Problem.of(
                        status.code() >= 500 ? ControlCode.INTERNAL : ControlCode.REQUEST_UNREADABLE,
                        "the request is not acceptable HTTP (status " + status.code() + ")",
                        "use the postern command, or the documented routes");
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderValues.CONNECTION_CLOSE)
                .header(HeaderNames.CONTENT_TYPE, ProblemReport.CONTENT_TYPE)
                .header(HeaderNames.create(Route.VERSION_HEADER), Integer.toString(Route.VERSION))
                .entity(Json.write(ProblemReport.of(List.of(problem))))
                .keepAlive(false)
                .build();
    }
}
