package dev.sluice.demo;

/** Input of a user that can't be accepted. Names the field and says what was expected there. */
public final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    public InvalidInput(String field, String expected) {
        super(field + ": " + expected);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
