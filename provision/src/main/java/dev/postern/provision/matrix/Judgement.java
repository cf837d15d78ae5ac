package dev.postern.provision.matrix;

/** An outcome beside what had to come. */
public enum Judgement {
    AS_EXPECTED("ok"),
    DIFFERS("DIFFERS"),
    UNKNOWN("UNKNOWN"),
    NOT_MINTABLE("not mintable"),
    /** It was tried, and nothing says what should have come. */
    SEEN("seen");

    private final String word;

    Judgement(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static Judgement of(Should should, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unknown _ -> UNKNOWN;
            case Outcome.NotMintable _ -> NOT_MINTABLE;
            case Outcome.Allowed _ -> judged(should, Should.ALLOWED);
            case Outcome.Refused _ -> judged(should, Should.REFUSED);
        };
    }

    private static Judgement judged(Should should, Should came) {
        if (should == Should.UNSTATED) {
            return SEEN;
        }
        return should == came ? AS_EXPECTED : DIFFERS;
    }
}
