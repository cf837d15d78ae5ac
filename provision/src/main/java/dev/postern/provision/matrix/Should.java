package dev.postern.provision.matrix;

/** What has to come of a question. */
public enum Should {
    ALLOWED("allowed"),
    REFUSED("refused"),
    /** Nothing that could be read says it. */
    UNSTATED("not stated");

    private final String words;

    Should(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    static Should of(boolean allowed) {
        return allowed ? ALLOWED : REFUSED;
    }
}
