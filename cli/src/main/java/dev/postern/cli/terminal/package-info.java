/**
 * What people and scripts see. Values and problems come in, text without control characters or JSON with stable names goes
 * out; called by every verb.
 */
@NullMarked
package dev.postern.cli.terminal;

import org.jspecify.annotations.NullMarked;
