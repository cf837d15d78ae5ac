package dev.postern.provision.bind;

import dev.postern.model.Cluster;
import dev.postern.provision.apply.Receipt;
import dev.postern.provision.deliver.DeliveryReceipt;

/** Is told what happens while a plan is carried out. Called by the thread that carries it out. */
public interface BindProgress {
    /** Tells nobody. */
    BindProgress SILENT = new BindProgress() {
        @Override
        public void planned(BindPlan plan) {}

        @Override
        public void done(Cluster cluster, Receipt.Done done) {}

        @Override
        public void delivered(Cluster cluster, DeliveryReceipt receipt) {}
    };

    /** Before anything is changed. */
    void planned(BindPlan plan);

    /** A step on a server that stays done whatever comes after. */
    void done(Cluster cluster, Receipt.Done done);

    /** What a consumer has been given. */
    void delivered(Cluster cluster, DeliveryReceipt receipt);
}
