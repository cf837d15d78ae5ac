package dev.postern.provision.consumer;

import java.util.Map;
import java.util.Set;

/** The contract of one kind of consumer. A new kind is a new class here and a line in {@link Consumers}. */
interface Consumer {
    String name();

    Driver driver();

    /** Writes down everything that a consumer of this kind is given. */
    void write(Access access, Draft draft);

    /** The purpose whose certificate is shown for this one; another one where one certificate serves several roles. */
    default String certificateOf(Access access, String purpose) {
        return purpose;
    }

    /** Options that name PEM files with authorities. */
    default Set<String> authorityOptions() {
        return Set.of();
    }

    /** Whether a password that is nowhere may be made. */
    default boolean makesPasswords(Map<String, String> options) {
        return true;
    }

    /** Whether it is given client certificates of ours. */
    default boolean takesCertificates() {
        return true;
    }
}
