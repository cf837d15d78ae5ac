package dev.postern.gateway.net;

/** Which transport to use. */
public enum TransportChoice {
    /** epoll where its native part loads, else NIO. */
    AUTO,
    EPOLL,
    NIO
}
