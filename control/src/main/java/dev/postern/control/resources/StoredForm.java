package dev.postern.control.resources;

import dev.postern.api.Manifests;
import dev.postern.control.declared.Declaration;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.control.store.ResourceTable;
import dev.postern.control.store.StoredResource;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ManifestWriter;
import dev.postern.model.Resource;
import dev.postern.model.ResourceSet;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Between text as people write it, resources, and the canonical JSON that the store keeps. */
final class StoredForm {
    private StoredForm() {}

    static List<Resource> read(List<StoredResource> rows) {
        return rows.stream()
                .map(row -> ManifestReader.readStored(row.kind() + "/" + row.name(), row.manifest()))
                .toList();
    }

    static List<ResourceTable.Write> write(List<Resource> resources) {
        return resources.stream()
                .map(resource -> new ResourceTable.Write(
                        resource.kind(), resource.metadata().name(), ManifestWriter.json(resource)))
                .toList();
    }

    /** What the manifests declare; they may refer to what was applied before, and hold no secret. */
    static List<Resource> given(Manifests manifests, Declaration before) {
        List<ManifestText> texts =
                manifests.files().stream().map(StoredForm::text).toList();
        return ManifestReader.readTextsWithoutSecrets(texts, new ResourceSet(before.resources()))
                .resources();
    }

    /** Refuses a change that leaves something stored pointing at nothing. */
    static void requireClosed(Declaration after) {
        List<ManifestText> all = after.resources().stream()
                .map(resource -> new ManifestText(
                        Declaration.Key.of(resource) + ".json", Path.of("/"), ManifestWriter.json(resource)))
                .toList();
        ManifestReader.readTexts(all, ResourceSet.empty());
    }

    private static ManifestText text(Manifests.File file) {
        Path folder;
        try {
            folder = Path.of(file.folder());
        } catch (InvalidPathException unusable) {
            throw notAbsolute(file, unusable);
        }
        if (!folder.isAbsolute()) {
            throw notAbsolute(file, new InvalidPathException(file.folder(), "not absolute"));
        }
        return new ManifestText(file.name(), folder.normalize(), file.text());
    }

    private static ControlException notAbsolute(Manifests.File file, InvalidPathException cause) {
        return new ControlException(
                ControlCode.REQUEST_UNREADABLE,
                "the folder of " + file.name() + " is not an absolute path",
                "use the postern command of the same version as this process",
                cause);
    }
}
