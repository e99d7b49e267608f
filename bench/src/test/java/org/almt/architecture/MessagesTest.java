package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Libraries name no option of the command line. Their messages state what is wrong and what to do. The command line
 * adds the option for it.
 */
class MessagesTest {
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"");
    private static final Pattern OPTION = Pattern.compile("(?:^\"|[ (:;,])(--[a-z][a-z-]*)");
    /** The option of the JVM that the Vector API needs. */
    private static final String OF_THE_JVM = "--add-modules";

    @ParameterizedTest
    @EnumSource(names = {"CORE", "NN", "FEATURES", "PREDICT", "TRAIN", "STUDY"})
    void librariesNameNoOption(House module) throws IOException {
        List<String> found = new ArrayList<>();
        int literals = 0;
        for (Path file : module.mainSources()) {
            for (Matcher text = LITERAL.matcher(Files.readString(file)); text.find(); literals++) {
                for (Matcher option = OPTION.matcher(text.group()); option.find();) {
                    if (!option.group(1).equals(OF_THE_JVM)) {
                        found.add(file.getFileName() + ": " + text.group());
                    }
                }
            }
        }
        assertEquals(List.of(), found);
        assertTrue(literals > 50, literals + " literals seen");
    }
}
