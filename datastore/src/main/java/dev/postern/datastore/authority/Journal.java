package dev.postern.datastore.authority;

import java.util.List;

/** The authorities of one server, oldest first. */
public record Journal(List<JournalEntry> x509, List<JournalEntry> jwt, List<JournalEntry> wit) {}
