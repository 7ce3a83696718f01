/** ConfigMaps and Secrets as data, and Deployments as writers of data. */
@NullMarked
package dev.sluice.rollback.kubernetes;

import org.jspecify.annotations.NullMarked;
