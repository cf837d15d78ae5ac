package dev.postern.model.problem;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** What is wrong with a declaration. All of it is for whoever wrote it. */
public enum ManifestCode implements Code {
    /** The file cannot be read, or is not text. */
    UNREADABLE,
    /** Neither YAML nor JSON. */
    SYNTAX,
    /** Above a bound on size, depth or repetition. */
    TOO_LARGE,
    /** A file that declares nothing. */
    NOTHING_DECLARED,
    UNKNOWN_KIND,
    UNKNOWN_KEY,
    DUPLICATE_KEY,
    /** For example a list where a text belongs. */
    WRONG_TYPE,
    MISSING,
    /** Not one of the words that are allowed there. */
    UNKNOWN_WORD,
    BAD_VALUE,
    /** A field, word or kind that Postern knows and this build cannot enforce. Refused, because ignoring it would lie. */
    NOT_ENFORCED,
    DUPLICATE_RESOURCE,
    /** Names something that is not declared. */
    UNRESOLVED,
    /** Two declarations that cannot both be true. */
    CONTRADICTION,
    /** More problems than are listed. */
    MORE;

    @Override
    public Blame blame() {
        return Blame.CONFIG;
    }

    /** {@code config_file_error}. */
    @Override
    public String sqlstate() {
        return "F0000";
    }
}
