package dev.sluice.rollback.data;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What all steps with data have in common.
 *
 * @param folder where backups lie; instances that take over from each other must share it
 * @param clock the wall clock, for the times in manifests and for retention
 * @param patience for how long what may pass, such as a server that can't be reached, is tried again; a restore is tried
 *     until its own limit, since nobody else brings back what it has begun
 */
public record DataSettings(Path folder, InstantSource clock, Duration patience) {}
