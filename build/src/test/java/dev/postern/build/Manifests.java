package dev.postern.build;

import dev.postern.model.Binding;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the documents tell people to declare: YAML files, and the YAML blocks of Markdown files. */
final class Manifests {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final String OURS = "apiVersion: postern.dev/";

    /** What every reader of the documents has: the cluster of the first minute. */
    private static final String DEMO = "apiVersion: postern.dev/v1alpha1\nkind: Cluster\nmetadata: {name: demo}\n"
            + "spec: {engine: external, endpoints: {primary: \"localhost:5432\"}, tls: {sslmode: verify-full,"
            + " sslrootcert: {file: ca.crt}}, admin: {user: postgres, password: {file: password}}}\n";

    private Manifests() {}

    /** Those of one file, named by their place. */
    static List<ManifestText> in(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
        Path folder = Objects.requireNonNull(file.getParent());
        if (!file.toString().endsWith(".md")) {
            return text.contains(OURS) ? List.of(new ManifestText(file.toString(), folder, text)) : List.of();
        }
        var found = new ArrayList<ManifestText>();
        for (MatchResult block : BLOCK.matcher(text).results().toList()) {
            if (block.group(1).contains(OURS)) {
                long line = text.substring(0, block.start(1)).lines().count() + 1;
                found.add(new ManifestText(file + " from line " + line, folder, block.group(1)));
            }
        }
        return found;
    }

    /** A page on its own: a later block may refer to what an earlier one or the demo declares. */
    static ResourceSet readPage(List<ManifestText> texts) {
        return read(texts, readDemo());
    }

    /** The same for a page that people read after another. */
    static ResourceSet readPage(List<ManifestText> texts, List<ManifestText> before) {
        return read(texts, read(before, readDemo()));
    }

    /** Bindings of several blocks are alternatives. Throws at the first problem. */
    private static ResourceSet read(List<ManifestText> texts, ResourceSet before) {
        ResourceSet known = withoutBindings(before);
        ResourceSet all = before;
        for (ManifestText text : texts) {
            ResourceSet shown = ManifestReader.readTexts(List.of(text), known);
            all = all.overlaidWith(shown);
            known = known.overlaidWith(withoutBindings(shown));
        }
        return all;
    }

    private static ResourceSet withoutBindings(ResourceSet set) {
        return new ResourceSet(set.resources().stream()
                .filter(resource -> !(resource instanceof Binding))
                .toList());
    }

    private static ResourceSet readDemo() {
        return ManifestReader.readTexts(
                List.of(new ManifestText("the demo's cluster", Path.of("/"), DEMO)), ResourceSet.empty());
    }
}
