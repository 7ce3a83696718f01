/** Steps with data in a process of their own, which is killed with SIGKILL wherever it may be, and started again. */
package dev.sluice.rollback.crash;
