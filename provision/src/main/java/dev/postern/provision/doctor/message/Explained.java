package dev.postern.provision.doctor.message;

/**
 * What a message means.
 *
 * @param found the words that were recognised, one line, without control characters
 */
public record Explained(Known known, String found, String cause, String fix) {}
