/**
 * From manifests to servers that agree with them. Text comes in over the API, answers go out; between them: read, merge
 * with what is stored, plan and apply on each cluster, deliver, store, publish.
 */
@NullMarked
package dev.postern.control.resources;

import org.jspecify.annotations.NullMarked;
