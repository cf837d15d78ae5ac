package dev.postern.provision.doctor.probe;

/** What a peer said to SSLRequest. */
public sealed interface TlsAnswer {
    record Yes() implements TlsAnswer {}

    record No() implements TlsAnswer {}

    /** More came in clear after the yes: nobody who speaks PostgreSQL does that. */
    record YesAndMore(String text) implements TlsAnswer {}

    record Complaint(ServerError error) implements TlsAnswer {}

    /** @param text its first bytes, printable */
    record Other(String text) implements TlsAnswer {}

    record Silence() implements TlsAnswer {}

    record HungUp() implements TlsAnswer {}
}
