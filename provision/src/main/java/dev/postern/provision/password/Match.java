package dev.postern.provision.password;

/** Whether a server has a password already. */
public sealed interface Match {
    /** The role can log in with it. */
    record Matches() implements Match {}

    /** @param why as a sentence goes on: {@code it has another password} */
    record Differs(String why) implements Match {}

    /**
     * Neither verifiers nor logins say.
     *
     * @param why as a sentence goes on
     */
    record Unknown(String why) implements Match {}
}
