package dev.postern.provision.doctor;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.driver.Assurance;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.driver.DriverRules;
import dev.postern.provision.driver.Drivers;
import dev.postern.provision.driver.Explanation;
import dev.postern.provision.driver.Finding;
import dev.postern.provision.driver.Place;
import dev.postern.provision.driver.RootFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection string as one driver sees it, as checks. */
final class Perspective {
    private final String text;
    private final DriverRules rules;
    private final Place place;
    private final List<Check> checks = new ArrayList<>();

    Perspective(String text, DriverName driver, Place place) {
        this.text = text;
        this.rules = Drivers.of(driver);
        this.place = place;
    }

    /** @param tls what the driver will do, by a string that it can read */
    record Seen(List<Check> checks, Assurance tls, RootFile roots, Explanation explained) {
        boolean broken() {
            return checks.stream().anyMatch(check -> check.outcome() == Check.Outcome.FAILED);
        }
    }

    Seen seen() {
        DriverName driver = rules.driver();
        Explanation explained = Drivers.explain(text, driver, place);
        if (!explained.reads()) {
            Finding why = explained.findings().getFirst();
            Optional<Explanation> other = readable().map(form -> Drivers.explain(form, driver, place));
            if (other.isEmpty() && driver != DriverName.PGPOOL) {
                checks.add(check(why, Check.Outcome.FAILED));
                return new Seen(checks, Assurance.REFUSED, RootFile.NONE, explained);
            }
            checks.add(check(why, Check.Outcome.WARNING));
            explained = other.orElse(explained);
        }
        Assurance tls = elsewhere(explained);
        checks.add(Check.ok(
                Step.SETTINGS,
                driver.word() + " " + driver.version()
                        + (explained.sslmode().isEmpty() ? "" : ": sslmode " + explained.sslmode()) + ": "
                        + tls.sentence()));
        explained.files().forEach(file -> checks.add(Check.ok(Step.SETTINGS, "looks for " + file)));
        if (explained.reads()) {
            explained.findings().forEach(finding -> checks.add(check(finding, outcome(finding))));
        }
        return new Seen(checks, tls, explained.roots(), explained);
    }

    /** The same in a form that the driver reads. */
    private Optional<String> readable() {
        try {
            Conninfo conninfo = Conninfo.parse(JdbcText.toUri(text));
            return switch (rules.driver()) {
                case PGJDBC -> Optional.of(conninfo.jdbcUrl());
                case PGBOUNCER -> Optional.of(conninfo.keyValue());
                case LIBPQ, PSYCOPG, PGX, LIB_PQ, NODE_POSTGRES, TOKIO_POSTGRES -> Optional.of(conninfo.uri());
                case PGPOOL -> Optional.empty();
            };
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    /** PgBouncer and Pgpool-II are told of TLS in a file of their own: what would be said there is taken from here. */
    private Assurance elsewhere(Explanation explained) {
        DriverName driver = rules.driver();
        if (driver != DriverName.PGBOUNCER && driver != DriverName.PGPOOL) {
            return explained.tls();
        }
        Optional<String> said = sslmode();
        String mode = driver == DriverName.PGPOOL
                ? said.filter("disable"::equals).orElse("prefer")
                : said.orElse(rules.usualMode(explained.roots()));
        return rules.tls(mode, explained.roots());
    }

    private Optional<String> sslmode() {
        try {
            return Conninfo.parse(JdbcText.toUri(text)).get("sslmode");
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    // what PgBouncer refuses in one place it takes in another, which the fix names
    private Check.Outcome outcome(Finding finding) {
        return switch (finding.weight()) {
            case NOTE -> Check.Outcome.OK;
            case WARNING -> Check.Outcome.WARNING;
            case BROKEN -> rules.driver() == DriverName.PGBOUNCER ? Check.Outcome.WARNING : Check.Outcome.FAILED;
        };
    }

    private Check check(Finding finding, Check.Outcome outcome) {
        String why = "so " + rules.driver().word() + " " + rules.driver().version() + " reads it";
        return switch (outcome) {
            case OK -> Check.ok(Step.SETTINGS, finding.what());
            case WARNING -> Check.warning(Step.SETTINGS, finding.what(), why, finding.fix());
            case FAILED -> Check.failed(Step.SETTINGS, finding.what(), why, finding.fix());
        };
    }
}
