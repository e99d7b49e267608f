package org.almt.features.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptTest {
    private static final List<TimedWord> HELLO =
            List.of(new TimedWord("Hello", 0.5, 0.9), new TimedWord("there,", 1, 1.25));

    @TempDir
    Path folder;

    private Transcript read(String name, String text) throws IOException {
        return Transcript.read(Files.writeString(folder.resolve(name), text));
    }

    private String refusal(String name, String text) {
        String message = assertThrows(FeatureException.class, () -> read(name, text)).getMessage();
        assertTrue(message.startsWith(folder.resolve(name).toString()), message);
        return message.substring(folder.resolve(name).toString().length());
    }

    private static void assertSays(String part, String message) {
        assertTrue(message.contains(part), message + "\nshould say: " + part);
    }

    @Test
    void sentenceIsASentence() throws IOException {
        assertEquals(Transcript.of("Hello there, friend"), read("a.txt", "Hello there,\n friend \n"));
        assertSays("holds no words", refusal("b.txt", " \n"));
        assertEquals(List.of("well", "now"), read("srt.txt", "1\n00:00:01,000 --> 00:00:02,000\nwell now\n").words()
                .stream().map(TimedWord::text).toList());
        assertSays("has none of the keys 'segments'", refusal("json", "{\"a\": 1}"));
        assertSays("line 1: is not valid JSON: Unexpected end-of-input", refusal("cut.json", "{\"a\": 1"));
    }

    @Test
    void tablesOfWords() throws IOException {
        assertEquals(HELLO, read("a.csv", "word,start,end\nHello,0.5,0.9\n\"there,\",1,1.25\n").words());
        assertEquals(HELLO, read("b.csv", "Start;End;Word\n0,5;0,9;Hello\n1;1,25;there,\n").words());
        assertEquals(HELLO, read("c.tsv", "text\tstart_ms\tend_ms\nHello\t500\t900\nthere,\t1000\t1250\n").words());
        assertSays("no column 'start'", refusal("d.csv", "word,when\na,1\n"));
        assertSays("line 3: 'b' begins at 0.1 seconds, before", refusal("e.csv", "word,start,end\na,1,2\nb,0.1,0.2\n"));
        assertSays("line 2: 'a' lasts from 2.0 to 1.0", refusal("f.csv", "word,start,end\na,2,1\n"));
        assertSays("line 2: column 'end' is empty", refusal("g.csv", "word,start,end\na,2,\n"));
        assertSays("holds no words", refusal("h.csv", "word,start,end\n"));
    }

    @Test
    void subtitles() throws IOException {
        Transcript srt = read("a.srt", "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>One two</i>\r\n\r\n2\r\n"
                + "00:01:00,500 --> 00:01:01,500\r\nthree\r\n");
        assertEquals(List.of(new TimedWord("One", 1, 1.5), new TimedWord("two", 1.5, 2),
                new TimedWord("three", 60.5, 61.5)), srt.words());
        assertEquals("One two three", srt.text());
        assertSays("times of 2 words are estimated", srt.warnings().toString());
        Transcript vtt = read("b.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\nOne <00:01.250>two\n");
        assertEquals(List.of(new TimedWord("One", 1, 1.25), new TimedWord("two", 1.25, 2)), vtt.words());
        assertEquals(List.of(), vtt.warnings());
        assertSays("line 1: is not a time line", refusal("c.srt", "1:2 --> 3\nx\n"));
        assertSays("has no cues", refusal("d.srt", "nothing\n"));
    }

    @Test
    void overlappingCuesAreSorted() throws IOException {
        Transcript two = read("two.srt", "1\n00:00:01,000 --> 00:00:04,000\nfirst last\n\n"
                + "2\n00:00:02,000 --> 00:00:03,000\nbetween\n");
        assertEquals(List.of("first", "between", "last"), two.words().stream().map(TimedWord::text).toList());
        assertEquals("first between last", two.text());
        assertSays("phrases that overlap or are out of order; their words are sorted by time",
                two.warnings().toString());
    }

    @Test
    void whatIsNoRegularFileIsRefused() throws IOException {
        Path pipe = Path.of("/dev/null");
        assumeTrue(Files.exists(pipe), "this system has no /dev/null");
        assertSays("is not a regular file; a text is opened twice",
                assertThrows(FeatureException.class, () -> Transcript.read(pipe)).getMessage());
    }

    @Test
    void textsInMessagesCannotCommandATerminal() {
        String message = refusal("t.TextGrid", "\"ooTextFile\" \"TextGrid\" \"\u001b[31m\" 1 2 3");
        assertSays("has the text '", message);
        assertTrue(message.chars().noneMatch(c -> c < 32), message);
    }

    @Test
    void textGrids() throws IOException {
        String longForm = """
                File type = "ooTextFile"
                Object class = "TextGrid"

                xmin = 0
                xmax = 2
                tiers? <exists>
                size = 2
                item []:
                    item [1]:
                        class = "IntervalTier"
                        name = "phones"
                        xmin = 0
                        xmax = 2
                        intervals: size = 1
                        intervals [1]:
                            xmin = 0
                            xmax = 2
                            text = "HH"
                    item [2]:
                        class = "IntervalTier"
                        name = "words"
                        xmin = 0
                        xmax = 2
                        intervals: size = 4
                        intervals [1]:
                            xmin = 0
                            xmax = 0.5
                            text = ""
                        intervals [2]:
                            xmin = 0.5
                            xmax = 0.9
                            text = "Hello"
                        intervals [3]:
                            xmin = 0.9
                            xmax = 1
                            text = "sil"
                        intervals [4]:
                            xmin = 1
                            xmax = 1.25
                            text = "there,"
                """;
        assertEquals(HELLO, read("a.TextGrid", longForm).words());
        String shortForm =
                "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n2\n<exists>\n1\n\"IntervalTier\"\n"
                        + "\"said \"\"so\"\"\"\n0\n2\n2\n0.5\n0.9\n\"Hello\"\n1\n1.25\n\"there,\"\n";
        assertEquals(HELLO, read("b.TextGrid", shortForm).words());
        Files.write(folder.resolve("c.TextGrid"), ("\uFEFF" + longForm).getBytes(StandardCharsets.UTF_16BE));
        assertEquals(HELLO, Transcript.read(folder.resolve("c.TextGrid")).words());
        assertSays("ends in the middle", refusal("d.TextGrid", shortForm.substring(0, shortForm.length() - 12)));
        assertSays("cut off", refusal("e.TextGrid", shortForm.substring(0, shortForm.length() - 4)));
        assertSays("is not a TextGrid in text form", refusal("f.TextGrid", "ooBinaryFile"));
        assertSays("more than the file holds",
                refusal("g.TextGrid", shortForm.replace("0\n2\n2\n", "0\n2\n2000000000\n")));
    }

    @Test
    void whispersJson() throws IOException {
        assertEquals(HELLO,
                read("a.json", "{\"text\":\" Hello there,\",\"segments\":[{\"start\":0.5,\"end\":2,\"words\":["
                        + "{\"word\":\" Hello\",\"start\":0.5,\"end\":0.9},"
                        + "{\"word\":\" there,\",\"start\":1,\"end\":1.25}]}]}")
                        .words());
        assertEquals(List.of(new TimedWord("One", 1, 1.5), new TimedWord("two", 1.5, 2)),
                read("b.json", "{\"segments\":[{\"start\":1,\"end\":2,\"text\":\"One two\"}]}").words());
        assertEquals(List.of(new TimedWord("One", 0.25, 0.5)),
                read("c.json", "{\"transcription\":[{\"offsets\":{\"from\":250,\"to\":500},\"text\":\" One\"}]}")
                        .words());
        assertEquals(HELLO, read("d.json", "[{\"word\":\"Hello\",\"start\":0.5,\"end\":0.9},{\"text\":\"there,\","
                + "\"start\":1,\"end\":1.25}]").words());
        // WhisperX leaves out the times of numerals.
        assertEquals(List.of(new TimedWord("a", 0.1, 0.2), new TimedWord("7", 0.1, 0.5), new TimedWord("b", 0.5, 0.6)),
                read("e.json", "{\"segments\":[{\"start\":0.1,\"end\":1,\"words\":[{\"word\":\"a\",\"start\":0.1,"
                        + "\"end\":0.2},{\"word\":\"7\"},{\"word\":\"b\",\"start\":0.5,\"end\":0.6}]}]}").words());
        assertSays("is not valid JSON", refusal("f.json", "{\"segments\":"));
        assertSays("line 2: is not valid JSON: something follows", refusal("k.json", "[]\n[]"));
        assertSays("is not valid JSON: Duplicate field", refusal("l.json", "{\"words\":[], \"words\":[]}"));
        assertSays("has none of the keys 'segments'", refusal("g.json", "{}"));
        assertSays("entry 1: is not an object", refusal("h.json", "[3]"));
        assertSays("is not valid JSON", refusal("i.json", "[".repeat(100_000)));
        assertSays("holds no words", refusal("j.json", "[]"));
    }

    @Test
    void chineseGoesByCharacter() throws IOException {
        assertEquals(List.of("我", "很", "OK", "啊", "，"), WordSplit.words("我很OK啊，"));
        Transcript said = read("a.csv", "word,start,end\n我,0,0.1\n很,0.1,0.2\nhappy,0.2,0.3\nnow,0.3,0.4\n");
        assertEquals("我很happy now", said.text());
        assertEquals(List.of(new TimedWord("好", 1, 1.5), new TimedWord("吗", 1.5, 2)),
                read("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n好吗\n").words());
    }

    @Test
    void wordsWithoutFramesTakeTheNearest() {
        FeatureTable table = new FeatureTable(List.of("x"), new double[] {1, 2, 4, 8},
                new double[] {0, .5, .5, 1, 1, 1.5, 1.5, 2}, 0.5, List.of());
        List<TimedWord> words =
                List.of(new TimedWord("a", 0, 1), new TimedWord("b", 1.1, 1.2), new TimedWord("c", 5, 6),
                        new TimedWord("d", 1.5, 1.5));
        WordAlignment fet = WordAlignment.byFrameTimes(table, words);
        assertEquals(List.of(1.5, 4.0, 8.0, 8.0), column(fet.features()));
        assertEquals(3, fet.estimated());
        WordAlignment sdk = WordAlignment.byOverlap(table, words);
        assertEquals(List.of(1.5, 4.0, 0.0), column(sdk.features()));
        assertEquals(1, sdk.estimated());
    }

    private static List<Double> column(FeatureTable table) {
        return java.util.stream.IntStream.range(0, table.frames()).mapToObj(t -> table.value(t, 0)).toList();
    }

    @Test
    void largeFilesAreRefused() {
        assertSays("at most 16777216", refusal("large.srt", "x".repeat((16 << 20) + 1)));
    }
}
