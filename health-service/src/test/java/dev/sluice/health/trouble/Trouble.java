package dev.sluice.health.trouble;

/** What can be wrong with a source while it is asked. */
enum Trouble {
    NO_DATA,
    NAN,
    INFINITE,
    SERIES_TOO_MANY,
    COUNTER_RESET,
    COUNTER_BORN_AT_ONE,
    ZERO_TRAFFIC,
    STALE_SERIES,
    CLOCK_SKEW,
    PARTIAL_OUTAGE,
    SLOW_SOURCE,
    WRONG_CREDENTIALS
}
