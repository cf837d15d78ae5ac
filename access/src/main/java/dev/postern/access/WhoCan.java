package dev.postern.access;

import java.util.List;

/**
 * Who may use something. Subjects are as the rules spell them; a person is out when any of the subjects that stand for
 * them (name, group, everybody) is among the denied.
 */
public record WhoCan(List<Holder> allowed, List<Holder> denied) {
    public WhoCan {
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
    }

    /** A subject and the rule that names it. */
    public record Holder(String subject, String rule) {}
}
