package dev.postern.server;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** What can keep a local PostgreSQL server from running. */
public enum ServerCode implements Code {
    /** No PostgreSQL programs where they were looked for, or none that run on this machine. */
    BINARIES_MISSING(Blame.CONFIG, "58P01"),
    /** PostgreSQL is older than 15. */
    VERSION_TOO_OLD(Blame.CONFIG, "0A000"),
    /** The unpacked or to be unpacked PostgreSQL cannot be read, written or verified. */
    RUNTIME_UNUSABLE(Blame.CONFIG, "58030"),
    /** A setting that the server's own specification decides, or one that cannot be written. */
    SETTING_INVALID(Blame.CONFIG, "22023"),
    /** The data folder is in use by another process of ours. */
    DATA_IN_USE(Blame.CALLER, "55006"),
    /** The data folder holds files, but no PostgreSQL cluster. */
    DATA_NOT_A_CLUSTER(Blame.CONFIG, "58P01"),
    /** The data folder was made by another major version. */
    DATA_OTHER_MAJOR(Blame.CONFIG, "0A000"),
    /** The data folder belongs to another user. */
    DATA_NOT_OWNED(Blame.CONFIG, "42501"),
    /** A folder cannot be made or written. */
    FOLDER_UNUSABLE(Blame.CONFIG, "42501"),
    DISK_FULL(Blame.CONFIG, "53100"),
    PORT_BUSY(Blame.CONFIG, "55006"),
    /** A port below 1024, which an ordinary user may not take. */
    PORT_DENIED(Blame.CONFIG, "42501"),
    /** PostgreSQL refuses to run as root. */
    ROOT_REFUSED(Blame.CALLER, "42501"),
    SOCKET_PATH_TOO_LONG(Blame.CONFIG, "54000"),
    /** The kernel refused shared memory. */
    SHARED_MEMORY_REFUSED(Blame.CONFIG, "53200"),
    INITDB_FAILED(Blame.UPSTREAM, "58000"),
    START_FAILED(Blame.UPSTREAM, "57P03"),
    START_TIMED_OUT(Blame.UPSTREAM, "57P03"),
    RELOAD_FAILED(Blame.UPSTREAM, "58000"),
    STOP_FAILED(Blame.UPSTREAM, "58000");

    private final Blame blame;
    private final String sqlstate;

    ServerCode(Blame blame, String sqlstate) {
        this.blame = blame;
        this.sqlstate = sqlstate;
    }

    @Override
    public Blame blame() {
        return blame;
    }

    @Override
    public String sqlstate() {
        return sqlstate;
    }
}
