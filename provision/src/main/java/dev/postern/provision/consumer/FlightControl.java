package dev.postern.provision.consumer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Flight Control: all of its services log in with one configuration, so that one client certificate serves the
 * application and the migration. It puts its connection strings together without quoting.
 */
record FlightControl() implements Consumer {
    static final String APPLICATION = "application";
    static final String MIGRATION = "migration";
    static final String ADMIN = "admin";
    /** What stands where a password has to be and none is used. Its wait script refuses an empty one. */
    static final Content UNUSED = new Content.Text("unused-the-certificate-logs-in");

    private static final Pattern BREAKS = Pattern.compile("[\\s'\"\\\\\\p{Cntrl}]");

    @Override
    public String name() {
        return "flight-control";
    }

    @Override
    public Driver driver() {
        return Driver.PGX;
    }

    @Override
    public String certificateOf(Access access, String purpose) {
        return access.logins().containsKey(APPLICATION) ? APPLICATION : purpose;
    }

    /** Its Quadlets make the passwords of their own database only; those of an external one a person makes. */
    @Override
    public boolean makesPasswords(Map<String, String> options) {
        return !"quadlet".equals(options.get("generation"));
    }

    @Override
    public void write(Access access, Draft draft) {
        for (String purpose : new String[] {APPLICATION, MIGRATION}) {
            if (!access.logins().containsKey(purpose)) {
                draft.blocking(
                        "Flight Control logs in twice, and roles has no " + purpose,
                        "name a role of the Database for application and one for migration");
                return;
            }
        }
        access.logins().keySet().stream()
                .filter(purpose -> !purpose.equals(APPLICATION) && !purpose.equals(MIGRATION) && !purpose.equals(ADMIN))
                .forEach(purpose -> draft.blocking(
                        "Flight Control has no use for the purpose " + purpose,
                        "leave application, migration and, for its own set-up script, admin"));
        unquoted(access, draft);
        switch (access.option("generation", "helm")) {
            case "quadlet" -> FlightControlQuadlet.write(access, draft);
            case "helm-legacy" -> FlightControlHelm.write(access, true, draft);
            default -> FlightControlHelm.write(access, false, draft);
        }
    }

    /** Everything that its connection string is put together from. */
    private static void unquoted(Access access, Draft draft) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("database", access.endpoint().database());
        access.logins().forEach((purpose, login) -> words.put("role of " + purpose, login.user()));
        words.forEach((what, word) -> {
            if (BREAKS.matcher(word).find()) {
                draft.blocking(
                        "the name of the " + what
                                + " has a blank, quote or backslash, and Flight Control does not quote",
                        "choose another name");
            }
        });
        access.logins().forEach((purpose, login) -> {
            if (Access.password(login) instanceof Password.Known(var secret)
                    && (secret.length() == 0 || BREAKS.matcher(secret.text()).find())) {
                draft.blocking(
                        "the password of " + login.role()
                                + (secret.length() == 0
                                        ? " is empty, which Flight Control's scripts refuse and its connection string misreads"
                                        : " has a blank, quote or backslash, and Flight Control does not quote"),
                        "use letters, digits, hyphens and underscores");
            }
        });
    }

    static Content password(Access access, String purpose) {
        Login login = access.logins().get(purpose);
        return login == null || !access.auth().usesPassword()
                ? UNUSED
                : Content.with(Access.password(login), password -> password.by(text -> text));
    }

    static String user(Access access, String purpose) {
        Login login = access.logins().get(purpose);
        return login == null ? "" : login.user();
    }
}
