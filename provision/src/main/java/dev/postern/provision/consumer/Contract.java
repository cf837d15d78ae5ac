package dev.postern.provision.consumer;

import dev.postern.provision.plan.Finding;
import java.util.List;

/**
 * What a consumer is given.
 *
 * @param findings what does not work (blocking) or works otherwise than it looks
 */
public record Contract(List<Item> items, List<Finding> findings) {
    public Contract {
        items = List.copyOf(items);
        findings = List.copyOf(findings);
    }

    public List<Item.File> files() {
        return only(Item.File.class);
    }

    public List<Item.PodmanSecret> podmanSecrets() {
        return only(Item.PodmanSecret.class);
    }

    public List<Item.Manifest> manifests() {
        return only(Item.Manifest.class);
    }

    public List<Item.Print> prints() {
        return only(Item.Print.class);
    }

    public List<Finding> blocking() {
        return findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .toList();
    }

    private <T extends Item> List<T> only(Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
