/** Steps as Jobs of Kubernetes, made from the template of a CronJob. */
@NullMarked
package dev.sluice.traffic.kubernetesjob;

import org.jspecify.annotations.NullMarked;
