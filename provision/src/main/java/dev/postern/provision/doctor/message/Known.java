package dev.postern.provision.doctor.message;

/**
 * A message that programs print.
 *
 * @param text the words, with {@code {name}} where they differ from case to case
 * @param cause what it means; may name what differs
 * @param fix what to change, and where; may name what differs
 */
public record Known(Origin origin, Step step, String text, String cause, String fix) {}
