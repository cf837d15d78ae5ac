/**
 * The API over HTTP: on loopback, mutual TLS always. The route table and what answers each route come in, a listening
 * {@link dev.postern.control.http.ApiServer} goes out; {@code Control} starts it. No SQL here.
 */
@NullMarked
package dev.postern.control.http;

import org.jspecify.annotations.NullMarked;
