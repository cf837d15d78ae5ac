/**
 * What a server looks like now. A {@link dev.postern.provision.declare.DesiredServer} says where to look, an
 * {@link dev.postern.provision.observe.Actual} goes out; read only, a fixed number of catalogue queries for the server
 * and for each declared database. Called before each plan.
 */
@NullMarked
package dev.postern.provision.observe;

import org.jspecify.annotations.NullMarked;
