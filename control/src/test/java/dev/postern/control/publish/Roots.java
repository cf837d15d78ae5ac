package dev.postern.control.publish;

import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityJournal;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.Generation;
import dev.postern.pki.authority.IssuedRow;
import dev.postern.pki.authority.KeyProtection;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A root certificate, whichever. */
final class Roots implements AuthorityJournal {
    private static final X509Certificate ANY = Authorities.init(
                    new Roots(),
                    KeyProtection.of("test", "0f".repeat(32), new SecureRandom()),
                    "postern.local",
                    InstantSource.system(),
                    new SecureRandom())
            .bundle(AuthorityName.SERVER)
            .getFirst();

    private List<Generation> generations = List.of();

    private Roots() {}

    static X509Certificate any() {
        return ANY;
    }

    @Override
    public List<Generation> generations() {
        return generations;
    }

    @Override
    public void found(List<Generation> roots) {
        generations = roots;
    }

    @Override
    public void issued(IssuedRow row) {
        throw new AssertionError("nothing is issued here: " + row);
    }

    @Override
    public Map<AuthorityName, Long> validAt(Instant at) {
        return Map.of();
    }
}
