package dev.postern.provision.doctor.message;

import java.util.List;

/** What libpq says about settings, addresses and who answers. */
final class Libpq {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "connection to server at \"{host}\", port {port} failed: Connection refused",
                    "nobody listens on port {port} of {host}: no server, another port, or listen_addresses leaves this address out",
                    "at the server: ss -ltn | grep {port}; SHOW listen_addresses; SHOW port"),
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "could not connect to server: Connection refused",
                    "nobody listens at that host and port: no server, another port, or listen_addresses leaves this address out",
                    "at the server: ss -ltn; SHOW listen_addresses; SHOW port"),
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "Is the server running on that host and accepting TCP/IP connections?",
                    "no TCP connection came about",
                    "check host and port; at the server listen_addresses and the firewall"),
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "failed: timeout expired",
                    "no answer within connect_timeout: packets are dropped, by a firewall, a security group or a network policy",
                    "nc -vz HOST PORT from the same place; a refusal would come at once"),
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "Connection timed out",
                    "no answer at all: packets are dropped, by a firewall, a security group or a network policy",
                    "nc -vz HOST PORT from the same place; a refusal would come at once"),
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "No route to host",
                    "a router or a firewall says that this address cannot be reached",
                    "ip route get ADDRESS; check the firewall of the server (reject with icmp-host-prohibited looks the same)"),
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "Network is unreachable",
                    "this machine has no route there; often an IPv6 address where there is no IPv6",
                    "ip route get ADDRESS; name the IPv4 address with hostaddr"),
            new Known(
                    Origin.LIBPQ,
                    Step.DNS,
                    "could not translate host name \"{host}\" to address: Name or service not known",
                    "the name {host} does not exist, or not for this machine's resolver",
                    "getent hosts {host}; in Kubernetes write NAME.NAMESPACE.svc"),
            new Known(
                    Origin.LIBPQ,
                    Step.DNS,
                    "could not translate host name \"{host}\" to address: Temporary failure in name resolution",
                    "the resolver did not answer",
                    "check /etc/resolv.conf, and that port 53 is open (a network policy for egress?)"),
            new Known(
                    Origin.LIBPQ,
                    Step.DNS,
                    "could not translate host name \"{host}\" to address: No address associated with hostname",
                    "{host} exists but has no address of the family that is asked for",
                    "getent ahosts {host}"),
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "connection to server on socket \"{socket}\" failed: No such file or directory",
                    "no host was named, so the client looked for the socket {socket}: no server here, or another folder or port",
                    "name the host: -h localhost; SHOW unix_socket_directories"),
            new Known(
                    Origin.LIBPQ,
                    Step.TCP,
                    "connection to server on socket \"{socket}\" failed: Permission denied",
                    "this user may not open the socket {socket}",
                    "check the folder's mode and unix_socket_permissions; or -h localhost"),
            new Known(
                    Origin.LIBPQ,
                    Step.PROTOCOL,
                    "server closed the connection unexpectedly",
                    "the connection ended without a word: the server crashed or was killed, or a proxy, firewall or load balancer cut it",
                    "see the server's log at that time; for idle connections keepalives_idle below the shortest timeout in between"),
            new Known(
                    Origin.LIBPQ,
                    Step.PROTOCOL,
                    "received invalid response to SSL negotiation: {byte}",
                    "what answers is not PostgreSQL: perhaps SSH, HTTP or another database on that port",
                    "check host and port"),
            new Known(
                    Origin.LIBPQ,
                    Step.PROTOCOL,
                    "expected authentication request from server, but received {byte}",
                    "what answers is not PostgreSQL",
                    "check host and port; HTTP answers with H"),
            new Known(
                    Origin.LIBPQ,
                    Step.PROTOCOL,
                    "server sent an error response during SSL exchange",
                    "a server so old that it does not know TLS, or something that pretends to be one",
                    "check host and port"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "received unencrypted data after SSL response",
                    "bytes arrived in clear where TLS should begin: somebody in the middle (CVE-2021-23222)",
                    "do not connect; look for a proxy that speaks first"),
            new Known(
                    Origin.LIBPQ,
                    Step.AUTHENTICATION,
                    "fe_sendauth: no password supplied",
                    "the server wants a password, and the client has none",
                    "PGPASSWORD, ~/.pgpass (mode 0600, the host as in the connection string) or password= in the string"),
            new Known(
                    Origin.LIBPQ,
                    Step.AUTHENTICATION,
                    "SCRAM authentication requires libpq version 10 or above",
                    "the client library is from before 2017",
                    "update it"),
            new Known(
                    Origin.LIBPQ,
                    Step.AUTHENTICATION,
                    "authentication method {method} not supported",
                    "the client library does not know what the server asks for; 10 is SCRAM",
                    "update the client library"),
            new Known(
                    Origin.LIBPQ,
                    Step.AUTHENTICATION,
                    "channel binding is required, but server did not offer an authentication method that supports channel binding",
                    "channel_binding=require, and the server asks for another method than SCRAM, or a pooler answers",
                    "scram-sha-256 in the HBA line; poolers mostly cannot: channel_binding=prefer"),
            new Known(
                    Origin.LIBPQ,
                    Step.AUTHENTICATION,
                    "channel binding required, but SSL not in use",
                    "channel binding exists only inside TLS",
                    "sslmode=verify-full"),
            new Known(
                    Origin.LIBPQ,
                    Step.AUTHENTICATION,
                    "auth method \"{method}\" requirement failed: {what}",
                    "require_auth={method}, and the server asks for something else: {what}",
                    "correct require_auth, or the HBA line"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "invalid connection option \"{option}\"",
                    "libpq of this version has no setting {option}",
                    "correct the word; settings of the server go into options=-c"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "invalid URI query parameter: \"{option}\"",
                    "libpq of this version has no setting {option}",
                    "correct the word; settings of the server go into options=-c"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "invalid sslmode value: \"{value}\"",
                    "sslmode cannot be {value}",
                    "disable, allow, prefer, require, verify-ca or verify-full"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "definition of service \"{service}\" not found",
                    "no file has a section [{service}]: ~/.pg_service.conf, PGSERVICEFILE, or the system's in PGSYSCONFDIR",
                    "postern login writes it; echo $PGSERVICEFILE tells which file is read"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "missing \"=\" after \"{word}\" in connection info string",
                    "a value with a space is not quoted, or a URI is misspelt and read as key=value",
                    "quote it: password='with space'; a URI begins with postgresql://"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "unterminated quoted string in connection info string",
                    "a quote in a value is not escaped",
                    "write \\' for ' and \\\\ for \\"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "invalid percent-encoded token: \"{token}\"",
                    "a % in the URI does not begin two hexadecimal digits, often in a password",
                    "write %25 for %"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "invalid port number: \"{port}\"",
                    "{port} is no port; often a password with @, : or / in a URI",
                    "percent-encode the password: @ is %40, : is %3A, / is %2F"),
            new Known(
                    Origin.LIBPQ,
                    Step.SETTINGS,
                    "could not match {ports} port numbers to {hosts} hosts",
                    "port must be given once, or once for each host",
                    "port=5432 or port=5432,5433"),
            new Known(
                    Origin.LIBPQ,
                    Step.SESSION,
                    "session is read-only",
                    "target_session_attrs=read-write, and every host that answered is a standby or read-only",
                    "name the primary too; SELECT pg_is_in_recovery() at each"),
            new Known(
                    Origin.LIBPQ,
                    Step.SESSION,
                    "session is not read-only",
                    "target_session_attrs=read-only, and the hosts that answered take writes",
                    "name a standby"),
            new Known(
                    Origin.LIBPQ,
                    Step.SESSION,
                    "server is in hot standby mode",
                    "target_session_attrs=primary, and this host is a standby",
                    "name the primary too"),
            new Known(
                    Origin.LIBPQ,
                    Step.SESSION,
                    "server is not in hot standby mode",
                    "target_session_attrs=standby, and this host is the primary",
                    "name a standby; prefer-standby takes either"),
            new Known(
                    Origin.LIBPQ,
                    Step.AUTHENTICATION,
                    "WARNING: password file \"{file}\" has group or world access; permissions should be u=rw (0600) or less",
                    "{file} is readable by others, so libpq does not read it, and asks for the password",
                    "chmod 0600 {file}"));

    private Libpq() {}
}
