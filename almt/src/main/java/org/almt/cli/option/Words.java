package org.almt.cli.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.almt.data.SplitName;
import org.almt.input.DatasetKind;
import org.almt.language.LanguageMode;
import org.almt.language.TextPadding;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine;

/** Converts words of the command line into values. Names may be in upper or lower case. */
public final class Words {
    private Words() {}

    /** Registers the converters with picocli. Picocli's own messages for bad words are in other terms. */
    public static CommandLine register(CommandLine command) {
        return command
                .registerConverter(Path.class, Words::path)
                .registerConverter(Integer.class, Words::number)
                .registerConverter(Architecture.class, name(Architecture::of))
                .registerConverter(Preset.class, name(Preset::of))
                .registerConverter(DatasetKind.class, name(DatasetKind::of))
                .registerConverter(SplitName.class, name(SplitName::of))
                .registerConverter(TextPadding.class, name(TextPadding::of))
                .registerConverter(LanguageMode.class, name(LanguageMode::of));
    }

    private static Path path(String word) {
        if (word.isBlank()) {
            throw new TypeConversionException("the name is empty");
        }
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + word + "' cannot be a file name under this locale ("
                    + System.getProperty("sun.jnu.encoding") + "); a UTF-8 locale helps, for example LC_ALL=C.UTF-8");
        }
    }

    private static Integer number(String word) {
        try {
            return Integer.valueOf(word);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + word + "' is not a whole number, or is too large");
        }
    }

    private static <T> ITypeConverter<T> name(Function<String, T> of) {
        return word -> {
            try {
                return of.apply(word.toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
