package dev.postern.provision.consumer;

/** Names of delivered files that more than one place must agree on. */
final class FileNames {
    static final String CERTIFICATE = "client.crt";
    static final String KEY = "client.key";
    static final String KEY_DER = "client.pk8";
    static final String ANCHORS = "ca.crt";
    static final String PASSWORDS = "pgpass";

    private FileNames() {}
}
