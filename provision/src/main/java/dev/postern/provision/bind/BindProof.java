package dev.postern.provision.bind;

import dev.postern.provision.prove.Verdicts;
import java.util.List;

/**
 * What came of logging in as everybody who must and who must not get in.
 *
 * @param untried sentences on what nobody here can try, because only the consumer has the credential
 */
public record BindProof(Verdicts verdicts, List<String> untried) {
    public BindProof {
        untried = List.copyOf(untried);
    }
}
