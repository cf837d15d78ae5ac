package dev.postern.provision.apply;

import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.plan.Plan;

/** Carries out the server side of plans, one at a time for each server. */
public final class Applier {
    private final ApplySettings settings;

    public Applier(ApplySettings settings) {
        this.settings = settings;
    }

    /**
     * @param adminDatabase where steps without a database run
     * @throws dev.postern.provision.problem.ProvisionException at the first step that fails; what came before stays
     */
    public Receipt apply(Plan plan, DatabaseConnector admin, String adminDatabase) {
        throw new UnsupportedOperationException(settings + adminDatabase + plan + admin);
    }
}
