package dev.postern.api;

/** The request of a route that needs none. */
public record Empty() {
    public static final Empty EMPTY = new Empty();
}
