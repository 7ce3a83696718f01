package dev.sluice.simulation.world;

/** What can go wrong. */
enum Fault {
    /** A process is killed, and another is started in its place after a while. */
    KILL,
    /** The same, right after something that it did has become visible outside. */
    KILL_AT_STEP,
    /** A process stands still for a while, also for longer than its session. */
    PAUSE,
    /** A process does not reach Kafka for a while; routers it does. */
    CUT_OFF,
    /** Partitions go to the other process of a service. */
    MOVE,
    /** An event arrives that a former owner decided on one that lost. */
    FORMER_OWNER,
    BROKER_GONE,
    BROKER_LOSES_ANSWERS,
    /** Every message takes up to a second. */
    BROKER_SLOW,
    /** Much of what is written is written twice. */
    BROKER_DUPLICATES,
    ROUTER_TROUBLE,
    ROUTER_FORGETS,
    /** Somebody sets another share by hand. */
    ROUTER_CHANGED,
    SOURCES_SILENT,
    SOURCES_LIE,
    WORKLOADS_TROUBLE
}
