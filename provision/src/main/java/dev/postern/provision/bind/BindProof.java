package dev.postern.provision.bind;

import dev.postern.provision.prove.Verdicts;
import java.util.List;

/**
 * What came of logging in as everybody who must and who must not get in.
 *
 * @param stale bindings whose consumers do not have what is declared, whoever gets in with it
 * @param untried sentences on what nobody here can try, because only the consumer has the credential
 * @param mends what makes the rows come as expected, each once
 */
public record BindProof(Verdicts verdicts, List<Stale> stale, List<String> untried, List<Mend> mends) {
    public BindProof {
        stale = List.copyOf(stale);
        untried = List.copyOf(untried);
        mends = List.copyOf(mends);
    }

    /**
     * What somebody has to do.
     *
     * @param what a sentence; with lines one that names the file
     * @param lines as they stand there afterwards
     */
    public record Mend(String what, List<String> lines) {
        public Mend {
            lines = List.copyOf(lines);
        }
    }

    /** @param why what is missing or differs, one sentence each */
    public record Stale(String binding, List<String> why) {
        public Stale {
            why = List.copyOf(why);
        }
    }
}
