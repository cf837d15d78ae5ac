package dev.postern.provision.doctor.probe;

/**
 * What a server said, as one line each and without control characters.
 *
 * @param sqlstate five characters; empty if it had none, as before protocol 3
 */
public record ServerError(String severity, String sqlstate, String message, String detail, String hint) {
    /** For people: {@code FATAL 28000: message}. */
    public String sentence() {
        String head = sqlstate.isEmpty() ? severity : severity + " " + sqlstate;
        return head + ": " + message + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
