package dev.postern.provision.driver;

import java.util.List;

/** The page {@code docs/drivers.md}, from the table of rules. */
final class DriversPage {
    private static final List<String> MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private DriversPage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # What drivers make of the same settings

                Generated from the table of rules (`dev.postern.provision.driver`); a test fails when this page is stale. What a string of yours means:

                ```
                $ postern conninfo explain "host=pg1.example.com dbname=orders sslmode=require" --driver pgx
                $ postern conninfo explain - < conninfo
                ```

                key=value, a URI or a JDBC URL; nothing is connected to; what the string does not say is taken from the environment, as far as the driver reads it. Without `--driver` a table tells of all of them. No password is printed, and none is needed: leave it out. With `-` the string comes from standard input, so that a password in it is not seen by other users. `--json` gives the same for programs. The exit code is 1 when the driver that is named cannot log in with the string.

                | Driver | Version |
                |---|---|
                """);
        for (DriverRules rules : Drivers.all()) {
            page.append("| %s | %s |\n"
                    .formatted(rules.driver().word(), rules.driver().version()));
        }
        page.append("""

                Each answer ends with how it is known: **run** was tried against this version of the driver, *read* stands in its source or documentation. What is marked as run is tried again by `DriverRulesTest` and `BouncerRulesTest` (`./verify full`).

                ## What each sslmode verifies

                | Mode | Root certificate |""");
        Drivers.all()
                .forEach(rules -> page.append(' ').append(rules.driver().word()).append(" |"));
        page.append("\n|---|---|")
                .append("---|".repeat(DriverName.values().length))
                .append('\n');
        modes(page);
        page.append("""

                "found" is a file that is named or lies in the default place. PgBouncer's modes are those of `server_tls_sslmode`; Pgpool's `ssl = on` stands in the row of prefer.

                | Word | What it means |
                |---|---|
                """);
        for (Assurance assurance : Assurance.values()) {
            if (assurance != Assurance.ELSEWHERE) {
                page.append("| %s | %s |\n".formatted(word(assurance), assurance.sentence()));
            }
        }
        for (Question question : Question.values()) {
            page.append("\n## ").append(question.title()).append("\n\n| Driver | Answer | |\n|---|---|---|\n");
            for (DriverRules rules : Drivers.all()) {
                Rule rule = rules.answer(question);
                page.append("| %s | %s | %s |\n"
                        .formatted(rules.driver().word(), rule.answer().replace("|", "\\|"), evidence(rule)));
            }
        }
        return page.toString();
    }

    private static void modes(StringBuilder page) {
        for (String mode : MODES) {
            for (RootFile root : RootFile.values()) {
                page.append("| ").append(mode).append(" | ").append(word(root)).append(" |");
                for (DriverRules rules : Drivers.all()) {
                    page.append(' ').append(word(rules.tls(mode, root))).append(" |");
                }
                page.append('\n');
            }
        }
    }

    private static String evidence(Rule rule) {
        return switch (rule.evidence()) {
            case RUN -> "**run**: " + rule.source();
            case READ -> rule.source().startsWith("run by hand") ? rule.source() : "*read*: " + rule.source();
        };
    }

    private static String word(RootFile root) {
        return switch (root) {
            case NONE -> "none";
            case MISSING -> "named, not there";
            case THERE -> "found";
            case SYSTEM -> "system";
        };
    }

    private static String word(Assurance assurance) {
        return switch (assurance) {
            case CLEAR -> "clear";
            case CLEAR_FIRST -> "clear first";
            case IF_OFFERED -> "if offered";
            case IF_OFFERED_OR_CLEAR -> "authority or clear";
            case IF_OFFERED_CHECKED -> "authority if offered";
            case ENCRYPTED -> "nothing";
            case AUTHORITY -> "authority";
            case FULL -> "**all**";
            case PROGRAM_IF_OFFERED -> "in code, if offered";
            case PROGRAM -> "in code";
            case ELSEWHERE -> "elsewhere";
            case REFUSED -> "refused";
        };
    }
}
