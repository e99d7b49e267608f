package org.almt.nn.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.almt.nn.text.TokenizerSettings.SpecialTokens;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against the output of Hugging Face's tokenizers for every code point and for difficult texts, recorded by {@code
 * make.py}.
 */
class HuggingFaceTest {
    /** In the order of {@code make.py}. */
    private static final List<TokenizerSettings> SETTINGS = List.of(
            new TokenizerSettings(true, true, true, true, 100),
            new TokenizerSettings(true, true, false, false, 100),
            new TokenizerSettings(false, false, false, true, 100),
            new TokenizerSettings(true, false, true, false, 100));

    private static final int AT_ONCE = 4096;

    @TempDir
    Path folder;

    private static BufferedReader lines(String name) throws IOException {
        return new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Fixtures.open("tokenizer/" + name + ".gz")), StandardCharsets.UTF_8));
    }

    @Test
    void everyCodePointBetweenTwoLetters() throws IOException {
        int checked = 0;
        List<String> different = new ArrayList<>();
        try (BufferedReader lines = lines("characters")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", 4);
                BasicTokenizer basic = new BasicTokenizer(SETTINGS.get(Integer.parseInt(fields[0])));
                int last = Integer.parseInt(fields[2], 16);
                for (int from = Integer.parseInt(fields[1], 16); from <= last; from += AT_ONCE) {
                    int[] some = IntStream.rangeClosed(from, Math.min(last, from + AT_ONCE - 1))
                            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE).toArray();
                    checked += some.length;
                    if (!agree(basic, fields[3], some)) {
                        IntStream.of(some).filter(c -> !agree(basic, fields[3], c))
                                .forEach(c -> different.add(fields[0] + " " + Integer.toHexString(c) + ", expected "
                                        + expected(fields[3], c)));
                    }
                }
            }
        }
        assertEquals(SETTINGS.size() * (0x110000 - 0x800), checked);
        assertEquals(List.of(), different.subList(0, Math.min(40, different.size())), different.size() + " differ");
    }

    private static boolean agree(BasicTokenizer basic, String kind, int... some) {
        StringBuilder text = new StringBuilder();
        StringBuilder wanted = new StringBuilder();
        for (int c : some) {
            text.append('a').appendCodePoint(c).append("b ");
            wanted.append(wanted.isEmpty() ? "" : " ").append(expected(kind, c));
        }
        return words(basic, text.toString()).contentEquals(wanted);
    }

    private static String expected(String kind, int c) {
        String s = Character.toString(c);
        return switch (kind) {
            case "R" -> "ab";
            case "S" -> "a b";
            case "P" -> "a " + s + " b";
            case "W" -> "a" + s + "b";
            default -> kind;
        };
    }

    private static String words(BasicTokenizer basic, String text) {
        StringBuilder words = new StringBuilder();
        basic.words(text, 0, text.length(), word -> {
            words.append(words.isEmpty() ? "" : " ").append(word.substring(0, word.length()));
            return true;
        });
        return words.toString();
    }

    @Test
    void nastyTextsWithAndWithoutAddedTokens() throws IOException {
        int checked = 0;
        BertTokenizer tokenizer = null;
        try (BufferedReader lines = lines("texts")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"tokenizer\": ")) {
                    Path file = folder.resolve("tokenizer.json");
                    Files.writeString(file, line.substring("{\"tokenizer\": ".length(), line.length() - 1));
                    tokenizer = BertTokenizer.open(file);
                    continue;
                }
                try (JsonParser json = new JsonFactory().createParser(line)) {
                    json.nextToken();
                    json.nextToken();
                    json.nextToken();
                    String text = json.getText();
                    assertEquals(ids(json), pieces(tokenizer.with(SpecialTokens.NONE), text), "split: " + line);
                    assertEquals(ids(json), pieces(tokenizer.with(SpecialTokens.ALL), text), "whole: " + line);
                    checked++;
                }
            }
        }
        assertEquals(3200, checked);
    }

    private static List<Integer> ids(JsonParser json) throws IOException {
        json.nextToken();
        assertEquals(JsonToken.START_ARRAY, json.nextToken());
        List<Integer> ids = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            ids.add(json.getIntValue());
        }
        return ids;
    }

    private static List<Integer> pieces(BertTokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text);
        List<Integer> ids = new ArrayList<>();
        int end = 0;
        for (int i = 1; i < encoding.length() - 1; i++) {
            ids.add(encoding.ids()[i]);
            assertTrue(encoding.ends()[i] >= encoding.starts()[i] && encoding.ends()[i] >= end, text);
            end = encoding.ends()[i];
        }
        return ids;
    }
}
