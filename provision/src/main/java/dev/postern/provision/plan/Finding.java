package dev.postern.provision.plan;

/**
 * Something that a plan cannot or will not change, but that a person should know.
 *
 * @param what one sentence with the names
 * @param fix what a person would do about it
 */
public record Finding(Severity severity, String what, String fix) {
    /** How bad it is. */
    public enum Severity {
        /** What was declared is not reached as long as this stays. */
        BLOCKING,
        WARNING
    }
}
