package dev.postern.postgres.wire;

/** A protocol version as it stands in a StartupMessage: 16 bits each. */
public record ProtocolVersion(int major, int minor) implements Comparable<ProtocolVersion> {
    public static final ProtocolVersion V3_0 = new ProtocolVersion(3, 0);
    /** PostgreSQL 18: cancel keys of variable length. */
    public static final ProtocolVersion V3_2 = new ProtocolVersion(3, 2);

    public static ProtocolVersion of(int code) {
        return new ProtocolVersion(code >>> 16, code & 0xFFFF);
    }

    public int code() {
        return major << 16 | minor;
    }

    public boolean atLeast(ProtocolVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(ProtocolVersion other) {
        return Integer.compareUnsigned(code(), other.code());
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
