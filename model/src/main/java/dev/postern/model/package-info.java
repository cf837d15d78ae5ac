/**
 * What can be declared. Text comes in (files, API, Kubernetes), {@link dev.postern.model.Resource}s go out; the records
 * are the same wherever they are read from. Field names are libpq's, PostgreSQL's and CloudNativePG's.
 */
@NullMarked
package dev.postern.model;

import org.jspecify.annotations.NullMarked;
