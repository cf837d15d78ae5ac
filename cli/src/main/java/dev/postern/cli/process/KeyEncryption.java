package dev.postern.cli.process;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityJournal;
import dev.postern.pki.authority.KeyProtection;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Opens the authorities of a home, or makes them, which only a home without a key-encryption key may: that file is
 * written first, so a home that has one has had authorities, and an empty store beside it is a loss, not a beginning.
 */
final class KeyEncryption {
    static final String TRUST_DOMAIN = "postern.local";

    private KeyEncryption() {}

    static Authorities authorities(Home home, AuthorityJournal journal, InstantSource clock, SecureRandom random) {
        if (Files.exists(home.kek())) {
            KeyProtection protection = KeyProtection.fromFile(home.kek(), random);
            if (Files.exists(home.founding())) {
                if (journal.generations().isEmpty()) {
                    // killed between the file and the roots: nothing was ever signed under it
                    return found(home, journal, protection, clock, random);
                }
                // killed between the roots and the mark: an empty store is a loss from now on
                Home.unmark(home.founding());
            }
            return Authorities.open(journal, protection, TRUST_DOMAIN, clock, random);
        }
        if (!journal.generations().isEmpty()) {
            throw new UpException(
                    UpCode.HOME_INCOMPLETE,
                    "the home " + home.folder() + " has authorities but not the key that opens them, " + home.kek(),
                    "put the file back, or choose another folder with --home");
        }
        Home.mark(home.founding());
        return found(home, journal, KeyProtection.create(home.kek(), random), clock, random);
    }

    private static Authorities found(
            Home home, AuthorityJournal journal, KeyProtection protection, InstantSource clock, SecureRandom random)
            throws ProblemException {
        Authorities authorities = Authorities.init(journal, protection, TRUST_DOMAIN, clock, random);
        Home.unmark(home.founding());
        return authorities;
    }
}
