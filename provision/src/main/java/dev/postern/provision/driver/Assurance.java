package dev.postern.provision.driver;

/** What is known of the other end once a login has succeeded. */
public enum Assurance {
    CLEAR("no TLS: everybody on the way reads everything", false),
    CLEAR_FIRST(
            "tries without TLS first: whoever listens sees the attempt, and TLS comes only when the server refuses",
            false),
    IF_OFFERED("TLS when the server offers it, without a look at its certificate; in the clear when not", false),
    IF_OFFERED_OR_CLEAR(
            "TLS when the server offers it and its authority is right; with a wrong certificate it goes on in the clear",
            false),
    IF_OFFERED_CHECKED(
            "TLS and the right authority when the server offers TLS, the name is not looked at; in the clear when not",
            false),
    ENCRYPTED("TLS, but nothing is verified: whoever answers is believed", false),
    AUTHORITY(
            "TLS, the authority is verified, the host name is not: every certificate of that authority will do", false),
    FULL("TLS, authority and host name are verified", true),
    PROGRAM_IF_OFFERED(
            "TLS when the server offers it, verified by what the program's TLS library was told in code; in the clear when not",
            false),
    PROGRAM("TLS, verified by what the program's TLS library was told in code: the string cannot say it", false),
    ELSEWHERE("is not said here but in the program's own settings", false),
    REFUSED("is refused before anything is sent", false);

    private final String sentence;
    private final boolean safe;

    Assurance(String sentence, boolean safe) {
        this.sentence = sentence;
        this.safe = safe;
    }

    /** What it means, without a subject. */
    public String sentence() {
        return sentence;
    }

    /** Whether nobody can stand in between. */
    public boolean safe() {
        return safe;
    }
}
