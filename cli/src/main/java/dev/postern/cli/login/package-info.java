/**
 * What a login leaves on the disk of the one who logged in. The control plane's answer comes in; certificate, key, CA and a
 * section of libpq's service file go out. Called by the verbs that log in, log out, connect and show.
 */
@NullMarked
package dev.postern.cli.login;

import org.jspecify.annotations.NullMarked;
