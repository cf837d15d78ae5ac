package dev.postern.provision.deliver;

import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.consumer.Rendering;
import dev.postern.provision.plan.Finding;
import java.util.List;
import java.util.Locale;

/**
 * What {@code render} shows of one Binding.
 *
 * @param lines for the server's {@code pg_hba.conf} and {@code pg_ident.conf}
 * @param findings blocking ones too: what they say has to be mended before it can be applied
 */
public record Rendered(
        String binding, String consumer, Rendering rendering, AccessLines lines, List<Finding> findings) {
    public Rendered {
        findings = List.copyOf(findings);
    }

    /** For a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder("Binding " + binding + ", consumer " + consumer + "\n\n");
        text.append(rendering.text()).append(lines.text());
        for (Finding finding : findings) {
            text.append("\n")
                    .append(finding.severity().name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(finding.what())
                    .append("\n  fix: ")
                    .append(finding.fix())
                    .append('\n');
        }
        return text.toString();
    }
}
