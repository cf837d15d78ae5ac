package dev.postern.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A run as people and programs read it. */
record Report(Results results) {
    /** Cores that others may take before the reader is warned. */
    private static final double QUIET = 0.2;

    String markdown() {
        var text = new StringBuilder();
        text.append(
                        "# Benchmark results\n\nWritten by `./bench/run --record`. Absolute numbers mean little on a shared")
                .append(
                        " machine; the ratios to PgBouncer, paired within a round, and the CPU per query are what counts.\n\n");
        if (results.others() > QUIET) {
            text.append("**The machine was busy:** others took ")
                    .append(number(results.others(), 2))
                    .append(
                            " cores (median) while this ran, so the rounds differ widely (in brackets); run it again when")
                    .append(" it is quiet before anything is concluded from it.\n\n");
        }
        table(text);
        text.append("\n`tps`: transactions a second, of the connect workload connections a second. `× PgBouncer`:")
                .append(
                        " median of the rounds' ratios, with the lowest and the highest. CPU: microseconds a transaction.\n\n")
                .append("![ratios](results.svg)\n\n## Conditions\n\n| | |\n|---|---|\n");
        results.conditions().facts().forEach((name, value) -> text.append("| " + name + " | " + value + " |\n"));
        text.append("| Cores that others took, median | ")
                .append(number(results.others(), 2))
                .append(" |\n");
        return text.toString();
    }

    private void table(StringBuilder text) {
        text.append("""
                | Workload | Through | tps | × PgBouncer | latency ms | CPU proxy | CPU server | CPU client | proxy CPU × PgBouncer |
                |---|---|---:|---:|---:|---:|---:|---:|---:|
                """);
        for (Workload workload : results.workloads()) {
            for (String target : List.of(Target.DIRECT, Target.BOUNCER, Target.GATEWAY)) {
                row(text, workload, target);
            }
        }
    }

    private void row(StringBuilder text, Workload workload, String target) {
        boolean proxied = !target.equals(Target.DIRECT);
        boolean peer = target.equals(Target.BOUNCER);
        List<Double> ratios = results.ratios(workload, target, Target.BOUNCER, Sample::perSecond);
        text.append("| ").append(workload.title()).append(" | ").append(target);
        cell(text, number(results.median(workload, target, Sample::perSecond), 0));
        cell(
                text,
                peer || ratios.isEmpty()
                        ? "1"
                        : "**" + number(ratio(workload, target, Sample::perSecond), 2) + "** ("
                                + number(ratios.getFirst(), 2) + "–" + number(ratios.getLast(), 2) + ")");
        cell(text, number(results.median(workload, target, Sample::latency), 2));
        cell(text, proxied ? number(results.median(workload, target, Sample::proxy), 1) : "–");
        cell(text, number(results.median(workload, target, Sample::server), 1));
        cell(text, number(results.median(workload, target, Sample::client), 1));
        cell(text, !proxied ? "–" : peer ? "1" : "**" + number(ratio(workload, target, Sample::proxy), 2) + "**");
        text.append(" |\n");
    }

    private double ratio(Workload workload, String target, ToDoubleFunction<Sample> figure) {
        return results.ratio(workload, target, Target.BOUNCER, figure);
    }

    private static void cell(StringBuilder text, String value) {
        text.append(" | ").append(value);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    String json() {
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(Map.of(
                                "conditions",
                                results.conditions().facts(),
                                "othersCores",
                                results.others(),
                                "ratiosToPgBouncer",
                                results.workloads().stream()
                                        .collect(Collectors.toMap(
                                                Workload::word,
                                                workload -> ratio(workload, Target.GATEWAY, Sample::perSecond))),
                                "samples",
                                results.samples()))
                + "\n";
    }

    /** Bars: how many transactions a second, PgBouncer being 1. */
    String svg() {
        int height = 40 + 62 * results.workloads().size();
        var text = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"" + height
                + "\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<text x=\"10\" y=\"18\" font-weight=\"bold\">Transactions a second, PgBouncer = 1</text>\n");
        int y = 40;
        for (Workload workload : results.workloads()) {
            text.append("<text x=\"10\" y=\"" + (y + 26) + "\">" + workload.title() + "</text>\n");
            for (String target : List.of(Target.DIRECT, Target.BOUNCER, Target.GATEWAY)) {
                double ratio = ratio(workload, target, Sample::perSecond);
                String colour = switch (target) {
                    case Target.DIRECT -> "#bbbbbb";
                    case Target.BOUNCER -> "#7d8ca3";
                    default -> "#2f6f4f";
                };
                text.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"270\" y=\"%d\" width=\"%.0f\" height=\"14\" fill=\"%s\"/>"
                                + "<text x=\"%.0f\" y=\"%d\">%s %.2f</text>%n",
                        y,
                        Math.min(360, ratio * 120),
                        colour,
                        276 + Math.min(360, ratio * 120),
                        y + 12,
                        target,
                        ratio));
                y += 17;
            }
            y += 11;
        }
        return text.append("</svg>\n").toString();
    }
}
