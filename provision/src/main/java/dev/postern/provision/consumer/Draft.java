package dev.postern.provision.consumer;

import dev.postern.provision.plan.Finding;
import java.util.ArrayList;
import java.util.List;

/** A contract that is being written. */
final class Draft {
    private final String subject;
    private final List<Item> items = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    Draft(Access access) {
        this.subject = "Binding " + access.binding() + ": ";
    }

    void add(Item item) {
        items.add(item);
    }

    void file(String name, Content content) {
        items.add(new Item.File(name, content));
    }

    void print(String title, String text) {
        items.add(new Item.Print(title, text));
    }

    void blocking(String what, String fix) {
        findings.add(new Finding(Finding.Severity.BLOCKING, subject + what, fix));
    }

    void warning(String what, String fix) {
        findings.add(new Finding(Finding.Severity.WARNING, subject + what, fix));
    }

    Contract finish() {
        return new Contract(items, findings);
    }
}
