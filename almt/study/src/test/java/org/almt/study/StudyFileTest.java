package org.almt.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.almt.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StudyFileTest {
    @TempDir
    Path temporary;

    private static Stream<String> shipped() {
        return StudyFile.shipped().stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedStudiesAreWhatTheirNamesSay(String name) throws IOException {
        Study study = StudyFile.shipped(name);
        assertEquals(name, study.name());
        // a written study is read back as the same study
        assertEquals(study, StudyFile.of(Json.parse(new String(Json.write(study.toMap())), "test")));
    }

    @Test
    void allShippedFilesAreListed() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(StudyFile.class.getResource("studies.txt")).toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json")).map(file -> file.replace(".json", "")).sorted().toList();
            assertEquals(shipped().sorted().toList(), names);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'format' : 2            | 'format' is 2; this version reads 1",
            "'sedes' : 3             | unknown key 'sedes'; known are base, curves",
            "'name' : 'a/b'          | 'name' is 'a/b'; letters, digits, - and _",
            "'name' : '..'           | 'name' is '..'",
            "'description' : 3       | 'description' must be text",
            "'base' : 'none'         | 'base' names 'none'; known are one, two",
            "'seeds' : 0             | 'seeds' is 0; 1 to 1000",
            "'seeds' : 'many'        | 'seeds' must be a list",
            "'seeds' : [1, 1]        | 'seeds' has 1 twice",
            "'seeds' : [1.5]         | list of whole numbers",
            "'epochs' : 1.5          | 'epochs' must be a whole number",
            "'epochs' : -3           | 'epochs' is -3; 1 to 1000000",
            "'epochs' : 3000000000   | 'epochs' is 3000000000; 1 to 1000000",
            "'set' : 3               | 'set' must be an object",
            "'set' : {'lr' : null}   | 'set.lr' must be text, a number, true or false",
            "'set' : {'lr' : [1]}    | 'set.lr' must be text, a number, true or false",
            "'set' : {'l\\u001b' : 1} | 'set.l?' must be one line, without control characters",
            "'set' : {'lr' : '\\u001b[2J'} | 'set.lr' must be one line, without control characters",
            "'name' : 'NUL'          | 'name' is 'NUL', which cannot be a folder on Windows",
            "'name' : 'a\\u001b[2J'   | 'name' must be one line, without control characters",
            "'description' : 'a\\nb'  | 'description' must be one line, without control characters",
            "'\\u001b[2J' : 1         | unknown key '?[2J'",
            "'base' : 'x\\u0007'      | 'base' must be one line, without control characters",
            "'variants' : []         | 'variants' has 0 entries",
            "'variants' : [3]        | 'variants[0]' must be an object",
            "'variants' : [{}]       | 'variants[0].name' must be text",
            "'variants' : [{'name' : 'a', 'sett' : {}}]           | unknown key 'variants[0].sett'",
            "'variants' : [{'name' : 'a'}, {'name' : 'a'}]        | 'variants' has a twice",
            "'variants' : [{'name' : 'Full'}, {'name' : 'full'}]  | 'variants' has Full and full, which are the same"
                    + " folder",
            "'variants' : [{'name' : 'a', 'set' : {'lr' : null}}] | 'variants[0].set.lr' must be text, a number,"
                    + " true or false",
            "'variants' : [{'name' : 'a', 'corrupt' : {'x' : 1}}] | unknown key 'variants[0].corrupt.x'",
            "'variants' : [{'name' : 'a', 'corrupt' : {'test' : 1}}] | variants[0]: corruption: 'test' must be a list",
            "'measures' : ['beauty'] | 'measures' names 'beauty'",
            "'curves' : [{'name' : 'c', 'kind' : 'hum', 'modality' : 'text', 'strengths' : [1]}]   | curves[0]:"
                    + " corruption: there is no kind 'hum'",
            "'curves' : [{'name' : 'c', 'kind' : 'drop', 'modality' : 'text', 'strengths' : [2]}]  | curves[0]:"
                    + " corruption: the strength of drop is 2.0",
            "'curves' : [{'name' : 'c', 'kind' : 'drop', 'modality' : 'text', 'strengths' : [1,0]}] |"
                    + " 'curves[0].strengths' must be an increasing list",
            "'curves' : [{'name' : 'c', 'kind' : 'drop', 'modality' : 'text', 'strengths' : [1], 'at' : 'noon'}] |"
                    + " 'curves[0].at' names 'noon'",
            "'curves' : [{'name' : 'c', 'kind' : 'drop', 'modality' : 'text', 'strengths' : [1], 'variants' :"
                    + " ['z']}] | 'curves[0].variants' names 'z'"
    })
    void whatIsWrongIsNamedWithItsPlace(String entry, String message) throws IOException {
        String key = entry.substring(1, entry.indexOf('\'', 1));
        StringBuilder json = new StringBuilder("{").append(entry);
        for (String usual : List.of("'format' : 1", "'name' : 's'", "'description' : 'd'",
                "'variants' : [{'name' : 'one'}, {'name' : 'two'}]")) {
            if (!usual.startsWith("'" + key + "'")) {
                json.append(", ").append(usual);
            }
        }
        Path file = Files.writeString(temporary.resolve("s.json"), json.append("}").toString().replace('\'', '"'));
        IOException e = assertThrows(IOException.class, () -> StudyFile.read(file));
        assertTrue(e.getMessage().startsWith(file + ": study: ") && e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void aCurveInTrainingAddsVariantsAndZeroIsTheVariantItself() throws IOException {
        Study study = StudyFile.of(Json.parse("""
                {"format": 1, "name": "s", "description": "d", "variants": [{"name": "a"}, {"name": "b"}], "curves":
                [{"name": "c", "kind": "drop", "modality": "text", "strengths": [0, 0.5], "at": "train",
                "variants": ["a"]}]}""", "test"));
        assertEquals(List.of("a", "b", "a~c~0.5"), study.trained().stream().map(Arm::name).toList());
        assertEquals(study.variant("a").set(), study.trained().getLast().set());
        assertEquals(0.5, study.trained().getLast().test().getFirst().strength());
        assertEquals(0.5, study.trained().getLast().train().getFirst().strength());
    }

    @Test
    void variantsActOverTheStudyAndTheStudyOverTheCommandsEpochs() throws IOException {
        Study study = StudyFile.of(Json.parse("""
                {"format": 1, "name": "s", "description": "d", "epochs": 9, "set": {"width": 8, "lr": 0.5},
                "variants": [{"name": "a", "set": {"width": 16, "epochs": 3}}, {"name": "b"}]}""", "test"));
        assertEquals(16L, study.settings(study.variant("a"), 4).get("width"));
        assertEquals(3L, study.settings(study.variant("a"), 4).get("epochs"));
        assertEquals(0.5, study.settings(study.variant("a"), 4).get("lr"));
        assertEquals(9, study.settings(study.variant("b"), 4).get("epochs"));
        assertEquals(4L, study.settings(study.variant("b"), 4).get("seed"));
        assertEquals(2, study.with(2, Map.of("lr", "1")).settings(study.variant("b"), 4).get("epochs"));
        assertEquals("1", study.with(2, Map.of("lr", "1")).settings(study.variant("b"), 4).get("lr"));
    }
}
