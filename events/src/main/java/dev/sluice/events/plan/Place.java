package dev.sluice.events.plan;

/** Where in a rollout a step runs. */
public enum Place {
    /** Before a stage's workloads are brought up. */
    BEFORE("before"),
    /** Once a stage's workloads take requests, before it gives them traffic. */
    READY("ready"),
    /** While a stage is watched; it is not complete before. */
    DURING("during"),
    /** Once a stage is complete. */
    AFTER("after"),
    /** Once stable has everything again. */
    ROLLBACK("rollback");

    private final String text;

    Place(String text) {
        this.text = text;
    }

    /** As it is sent; of a place at a stage, the field of the plan too. */
    public String text() {
        return text;
    }
}
