package dev.postern.control.issue;

import dev.postern.control.declared.Declaration;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.provision.deliver.ClientCertificates;

/** Client certificates that bindings deliver: only for a binding that is declared, and a role that it names. */
public final class BindingIssuer implements ClientCertificates {
    private final Issuance issuance;
    private final Declaration declaration;

    public BindingIssuer(Issuance issuance, Declaration declaration) {
        this.issuance = issuance;
        this.declaration = declaration;
    }

    @Override
    public Issued issue(String role, String binding) {
        boolean named = declaration.bindings().stream()
                .anyMatch(declared -> declared.metadata().name().equals(binding)
                        && declared.roles().containsValue(role));
        if (!named || !declaration.declaresLogin(role)) {
            throw new ControlException(
                    ControlCode.NO_RULE,
                    "Binding " + binding + " does not name role " + role + " as one that logs in",
                    "declare the role on the Database and in the Binding");
        }
        Credential issued = issuance.client(role, binding, "binding", "Binding " + binding);
        return new Issued(issued.chain(), issued.key());
    }
}
