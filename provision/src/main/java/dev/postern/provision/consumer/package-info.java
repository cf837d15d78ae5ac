/**
 * What a consumer must be given, as it wants it: secrets with their keys and labels, files with their names and modes,
 * settings, and what a person has to type. Pure: an {@link dev.postern.provision.consumer.Access} comes in, a
 * {@link dev.postern.provision.consumer.Contract} goes out. Called by deliver, which writes, and by bind, which shows.
 */
@NullMarked
package dev.postern.provision.consumer;

import org.jspecify.annotations.NullMarked;
