package dev.postern.control.http;

import dev.postern.api.Route;
import dev.postern.control.caller.Caller;
import java.util.function.BiFunction;

/** What answers a route. The caller was identified and may call it. */
public record Mount<Q, A>(Route<Q, A> route, BiFunction<Caller, Q, A> answer) {}
