/**
 * What programs make of the same connection settings. {@link dev.postern.provision.driver.Drivers} is the way in: the rules
 * of one driver, and what a connection string means to it. One row for each driver and question, each with its source; the
 * rows that say "run" are tried against the driver itself by {@code DriverRulesTest}. No network; of the disk only what
 * {@link dev.postern.provision.driver.Place} tells.
 */
@NullMarked
package dev.postern.provision.driver;

import org.jspecify.annotations.NullMarked;
