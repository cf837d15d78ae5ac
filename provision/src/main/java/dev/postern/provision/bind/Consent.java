package dev.postern.provision.bind;

/** Whether what a plan loses may be lost. */
public enum Consent {
    /** Nothing of a plan that destroys something is done. */
    KEEP,
    /** What is declared absent is destroyed. */
    DESTROY
}
