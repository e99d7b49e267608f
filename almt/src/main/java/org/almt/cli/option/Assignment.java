package org.almt.cli.option;

import java.util.List;

/** One {@code NAME=VALUE} of {@code --set}. */
public record Assignment(String name, String value) {
    public static List<Assignment> all(List<String> texts) {
        return texts.stream().map(Assignment::parse).toList();
    }

    private static Assignment parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new UsageError("--set " + text + ": NAME=VALUE is needed, for example epochs=20");
        }
        return new Assignment(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }
}
