package dev.postern.access;

import dev.postern.model.AccessRule;

/** Whether, and by which rule. */
public sealed interface Decision {
    /** @param rule the name of the rule that allows it */
    record Allowed(String rule, AccessRule.Session session) implements Decision {}

    /**
     * @param reason one sentence with the names: which rule denies it, or that none allows it
     * @param fix what an operator would change
     */
    record Refused(String reason, String fix) implements Decision {}
}
