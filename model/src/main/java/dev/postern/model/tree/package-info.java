/**
 * YAML and JSON as trees whose every node knows its place. Text comes in, bounded {@link dev.postern.model.tree.Node}s go
 * out (and the way back, plain values to text); no type is ever made from a tag. The reader, the writer and whoever reads
 * secrets from manifests call.
 */
@NullMarked
package dev.postern.model.tree;

import org.jspecify.annotations.NullMarked;
