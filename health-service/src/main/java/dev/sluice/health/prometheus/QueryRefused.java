package dev.sluice.health.prometheus;

/** Prometheus answered, and does not give what it was asked for. */
final class QueryRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient QueryAnswer.Refused refused;

    QueryRefused(QueryAnswer.Refused refused) {
        super(refused.words());
        this.refused = refused;
    }

    QueryAnswer.Refused refused() {
        return refused;
    }
}
