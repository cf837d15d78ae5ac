package dev.postern.api;

import java.time.Duration;
import java.util.List;

/**
 * One row of the route table.
 *
 * @param <Q> what is asked; {@link Empty} when there is nothing to ask
 * @param <A> what is answered
 * @param patience how long a client waits for the answer
 */
public record Route<Q, A>(
        Method method, String path, Class<Q> request, Class<A> answer, Permission permission, Duration patience) {
    /** Grows when an old client could misread an answer. Part of every path and of {@link #VERSION_HEADER}. */
    public static final int VERSION = 1;

    /** Sent with every answer, so that a client knows what it talks to. */
    public static final String VERSION_HEADER = "Postern-Api";

    /** The largest request body, in bytes. */
    public static final int MOST_REQUEST_BYTES = 4 << 20;

    /** The largest certificate with all above it, and the largest public key, in bytes. */
    public static final int MOST_CERTIFICATE_BYTES = 16 << 10;

    /** The largest answer, in bytes. */
    public static final int MOST_ANSWER_BYTES = 16 << 20;

    private static final Duration QUICK = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(2);

    public static final Route<Empty, Status> STATUS = get("/v1/status", Status.class, Permission.OPERATOR);
    public static final Route<Empty, Databases> DATABASES = get("/v1/databases", Databases.class, Permission.SELF);
    public static final Route<Empty, WhoAmI> WHOAMI = get("/v1/whoami", WhoAmI.class, Permission.SELF);
    public static final Route<Empty, Sessions> SESSIONS = get("/v1/sessions", Sessions.class, Permission.OPERATOR);
    public static final Route<Empty, Resources> RESOURCES = get("/v1/resources", Resources.class, Permission.OPERATOR);
    public static final Route<Login.Request, Login.Answer> LOGIN =
            post("/v1/login", Login.Request.class, Login.Answer.class, Permission.SELF, QUICK);
    public static final Route<Logout.Request, Logout.Answer> LOGOUT =
            post("/v1/logout", Logout.Request.class, Logout.Answer.class, Permission.SELF, QUICK);
    public static final Route<Manifests, PlanAnswer> PLAN =
            post("/v1/plan", Manifests.class, PlanAnswer.class, Permission.OPERATOR, LONG);
    public static final Route<Manifests, ApplyAnswer> APPLY =
            post("/v1/resources", Manifests.class, ApplyAnswer.class, Permission.OPERATOR, LONG);
    public static final Route<Empty, ProveAnswer> PROVE =
            post("/v1/prove", Empty.class, ProveAnswer.class, Permission.OPERATOR, LONG);

    private static final List<Route<?, ?>> ALL =
            List.of(STATUS, DATABASES, WHOAMI, SESSIONS, RESOURCES, LOGIN, LOGOUT, PLAN, APPLY, PROVE);

    /** How a route is asked. */
    public enum Method {
        GET,
        POST
    }

    /** The whole table. */
    public static List<Route<?, ?>> all() {
        return ALL;
    }

    private static <A> Route<Empty, A> get(String path, Class<A> answer, Permission permission) {
        return new Route<>(Method.GET, path, Empty.class, answer, permission, QUICK);
    }

    private static <Q, A> Route<Q, A> post(
            String path, Class<Q> request, Class<A> answer, Permission permission, Duration patience) {
        return new Route<>(Method.POST, path, request, answer, permission, patience);
    }
}
