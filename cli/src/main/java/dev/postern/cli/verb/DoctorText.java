package dev.postern.cli.verb;

import dev.postern.cli.terminal.Printable;
import dev.postern.provision.doctor.Check;
import dev.postern.provision.doctor.Diagnosis;
import dev.postern.provision.doctor.Report;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for people, and for programs. */
final class DoctorText {
    private static final int INDENT = 23;

    private DoctorText() {}

    /** As JSON. */
    record Answer(boolean healthy, List<Told> subjects) {
        static Answer of(List<Report> reports) {
            return new Answer(
                    reports.stream().allMatch(Report::healthy),
                    reports.stream().map(Told::of).toList());
        }
    }

    /**
     * One connection string.
     *
     * @param title what of a file it is; empty for one that was typed
     * @param settings what can be said without connecting
     * @param choice which of several hosts is taken
     */
    record Told(String title, boolean healthy, List<Seen> settings, List<Examined> examined, List<Seen> choice) {
        static Told of(Report report) {
            return new Told(
                    report.title(),
                    report.healthy(),
                    seen(report.settings()),
                    report.hosts().stream().map(Examined::of).toList(),
                    seen(report.choice()));
        }
    }

    /** One login. */
    record Examined(String login, boolean healthy, List<Seen> checks, long millis) {
        static Examined of(Diagnosis diagnosis) {
            return new Examined(
                    diagnosis.login(),
                    diagnosis.healthy(),
                    seen(diagnosis.checks()),
                    diagnosis.took().toMillis());
        }
    }

    /** One check. */
    record Seen(String step, String outcome, String saw, String cause, String fix) {}

    private static List<Seen> seen(List<Check> checks) {
        return checks.stream()
                .map(check -> new Seen(
                        check.step().word(),
                        check.outcome().name().toLowerCase(Locale.ROOT),
                        check.saw(),
                        check.advice().map(Check.Advice::cause).orElse(""),
                        check.advice().map(Check.Advice::fix).orElse("")))
                .toList();
    }

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        if (!report.title().isEmpty()) {
            text.append(Printable.line(report.title())).append('\n');
        }
        Optional<Check> broken = report.broken();
        report.settings().forEach(check -> line(text, check, broken));
        if (broken.isPresent()) {
            ending(text, broken.get());
        }
        for (Diagnosis diagnosis : report.hosts()) {
            if (!text.isEmpty()) {
                text.append("\n\n");
            }
            text.append(Printable.line(diagnosis.login())).append('\n');
            diagnosis.checks().forEach(check -> line(text, check, diagnosis.stop()));
            diagnosis
                    .stop()
                    .ifPresentOrElse(
                            stop -> ending(text, stop),
                            () -> text.append("\n\nIt works (")
                                    .append(Times.brief(diagnosis.took()))
                                    .append(")."));
        }
        if (!report.choice().isEmpty()) {
            text.append('\n');
            report.choice().forEach(check -> line(text, check, Optional.of(check)));
            report.choice().stream()
                    .filter(check -> check.outcome() == Check.Outcome.FAILED)
                    .forEach(check -> ending(text, check));
        }
        return text.append('\n').toString().stripLeading();
    }

    /** @param stop what is told at length at the end */
    private static void line(StringBuilder text, Check check, Optional<Check> stop) {
        text.append(String.format(
                Locale.ROOT,
                "%n%-8s%-15s%s",
                word(check.outcome()),
                check.step().word(),
                Printable.line(check.saw())));
        if (check.outcome() != Check.Outcome.OK && !stop.equals(Optional.of(check))) {
            check.advice()
                    .ifPresent(advice -> text.append('\n')
                            .append(" ".repeat(INDENT))
                            .append(Printable.line(
                                    advice.cause() + (advice.fix().isEmpty() ? "" : "; " + advice.fix()))));
        }
    }

    private static void ending(StringBuilder text, Check stop) {
        text.append("\n\nIt stops at ").append(stop.step().word()).append('.');
        stop.advice()
                .ifPresent(advice -> text.append("\n  why   ")
                        .append(Printable.line(advice.cause()))
                        .append("\n  do    ")
                        .append(Printable.line(advice.fix())));
    }

    private static String word(Check.Outcome outcome) {
        return switch (outcome) {
            case OK -> "ok";
            case WARNING -> "warning";
            case FAILED -> "FAILED";
        };
    }
}
