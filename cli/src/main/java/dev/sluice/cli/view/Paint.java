package dev.sluice.cli.view;

/** Puts a tone on text: by colour on a terminal, not at all elsewhere. */
public enum Paint {
    PLAIN {
        @Override
        public String as(Tone tone, String text) {
            return text;
        }
    },
    COLOUR {
        @Override
        public String as(Tone tone, String text) {
            String code =
                    switch (tone) {
                        case PLAIN -> "";
                        case GOOD -> "32";
                        case WARNING -> "33";
                        case BAD -> "31";
                        case QUIET -> "2";
                        case STRONG -> "1";
                    };
            return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
        }
    };

    public abstract String as(Tone tone, String text);
}
