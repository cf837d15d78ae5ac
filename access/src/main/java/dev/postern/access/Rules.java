package dev.postern.access;

import dev.postern.model.AccessRule;
import java.util.List;

/** An immutable set of rules, indexed once, asked many times from event loops. */
public final class Rules {
    private final List<AccessRule> rules;

    private Rules(List<AccessRule> rules) {
        this.rules = rules;
    }

    public static Rules of(List<AccessRule> rules) {
        return new Rules(List.copyOf(rules));
    }

    public Decision decide(AccessRequest request) {
        return new Decision.Refused("no rule of " + rules.size() + " allows " + request.subject(), "add an AccessRule");
    }
}
