package dev.postern.pki.x509;

/** What a leaf is shown for: its extended key usage must say so. */
public enum Purpose {
    CLIENT("1.3.6.1.5.5.7.3.2", "clientAuth"),
    SERVER("1.3.6.1.5.5.7.3.1", "serverAuth");

    private final String oid;
    private final String word;

    Purpose(String oid, String word) {
        this.oid = oid;
        this.word = word;
    }

    public String oid() {
        return oid;
    }

    /** RFC 5280's name for it. */
    public String word() {
        return word;
    }
}
