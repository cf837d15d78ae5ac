package dev.postern.model.tree;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.RepresentToNode;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Puts quotes around text that readers of YAML 1.1 take for something else: {@code kubectl} and Helm read {@code yes} as
 * true and {@code 1_000} as a number, and a password may be either.
 */
final class CarefulRepresenter extends StandardRepresenter {
    private static final Pattern AMBIGUOUS = Pattern.compile("(?i)y|yes|n|no|on|off|true|false|null|~"
            + "|[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*)"
            + "|[-+]?([0-9][0-9_]*)?\\.?[0-9_]*(e[-+]?[0-9]+)?"
            + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
            + "|[-+]?\\.(inf|nan)"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|=|<<");

    CarefulRepresenter(DumpSettings settings) {
        super(settings);
        RepresentToNode usual = new RepresentString();
        representers.put(
                String.class,
                data -> data instanceof String text && AMBIGUOUS.matcher(text).matches()
                        ? representScalar(Tag.STR, text, ScalarStyle.SINGLE_QUOTED)
                        : usual.representData(data));
    }
}
