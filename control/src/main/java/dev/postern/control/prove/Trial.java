package dev.postern.control.prove;

import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.provision.prove.Cell;

/** A cell with what it is about, which its login needs. */
record Trial(Cell cell, Cluster cluster, Binding binding) {}
