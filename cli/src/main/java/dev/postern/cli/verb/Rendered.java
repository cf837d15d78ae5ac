package dev.postern.cli.verb;

import dev.postern.api.PlanAnswer;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.provision.bind.Binder;
import dev.postern.provision.plan.Finding;
import java.util.List;

/** What consumers would be given, as JSON and as text. */
record Rendered(List<OfBinding> bindings) {
    /** @param hba lines for {@code pg_hba.conf}; as {@code ident} for {@code pg_ident.conf} */
    record OfBinding(
            String binding,
            String consumer,
            String cluster,
            List<Part> parts,
            List<String> hba,
            List<String> ident,
            List<PlanAnswer.Finding> findings) {
        String text() {
            StringBuilder text = new StringBuilder("## Binding " + binding + ", consumer " + consumer + "\n\n");
            parts.forEach(part -> text.append("# ")
                    .append(part.title())
                    .append('\n')
                    .append(ended(part.text()))
                    .append('\n'));
            text.append("# pg_hba.conf of Cluster ")
                    .append(cluster)
                    .append(", above every line that would catch the same logins\n");
            hba.forEach(line -> text.append(line).append('\n'));
            if (!ident.isEmpty()) {
                text.append("\n# pg_ident.conf of Cluster ").append(cluster).append('\n');
                ident.forEach(line -> text.append(line).append('\n'));
            }
            if (!findings.isEmpty()) {
                text.append('\n').append(Changes.findings(findings)).append('\n');
            }
            return text.toString();
        }

        private static String ended(String text) {
            return text.endsWith("\n") ? text : text + "\n";
        }
    }

    /** @param title for example a file's name and mode */
    record Part(String title, String text) {}

    /** What was written into a folder. */
    record Written(List<WrittenFile> files, List<PlanAnswer.Finding> findings) {}

    /** @param password whether one is in it */
    record WrittenFile(String file, String mode, boolean password) {
        static WrittenFile of(Binder.RenderedFile file) {
            return new WrittenFile(file.file().toString(), Rendered.mode(file), file.password());
        }
    }

    static String mode(Binder.RenderedFile file) {
        return file.open() ? "0644" : "0600";
    }

    static OfBinding of(Binder.Rendering rendering) {
        String cluster = rendering.cluster().metadata().name();
        return new OfBinding(
                rendering.rendered().binding(),
                rendering.rendered().consumer(),
                cluster,
                rendering.rendered().rendering().parts().stream()
                        .map(part -> new Part(part.title(), part.text()))
                        .toList(),
                rendering.rendered().lines().hba(),
                rendering.rendered().lines().ident(),
                rendering.rendered().findings().stream()
                        .map(finding -> new PlanAnswer.Finding(
                                cluster,
                                finding.severity() == Finding.Severity.BLOCKING,
                                finding.what(),
                                finding.fix()))
                        .toList());
    }

    static ExitCode code(List<OfBinding> bindings) {
        return Changes.code(bindings.stream()
                .flatMap(binding -> binding.findings().stream())
                .toList());
    }
}
