package dev.postern.pki.authority;

import java.util.Arrays;

/** An authority's private key, encrypted: what may be stored. */
public final class WrappedKey {
    private final byte[] bytes;

    public WrappedKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WrappedKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "wrapped key of " + bytes.length + " bytes";
    }
}
