/**
 * Studies: a few variants of a model, each trained with several seeds on the same data, and a table that says what the
 * differences are and how sure they are. {@code almt study run} runs one, and resumes one that died.
 *
 * <p>A study is a JSON file. What this program brings is listed in {@code studies.txt} beside this package's resources,
 * one name a line, each in {@code NAME.json}. Keys, of which none but {@code *} must be there and no others may:
 *
 * <pre>
 * format *        1
 * name *          letters, digits, - and _: also of variants and curves, whose names become folders
 * description *   a sentence
 * preset          as of 'almt train --preset'; without it and without --data the built-in data set
 * base            name of the variant that the others are compared with (default: the first)
 * seeds           how many (1, 2, …), or a list of seeds (default: 5); --seeds says otherwise
 * epochs          of every run (default: as 'almt train')
 * set             sizes and rates of every run, by their names in config.json
 * variants *      a list of objects:
 *   name *
 *   description
 *   model         architecture, as of 'almt train --model' (default: almt)
 *   set           sizes and rates of this variant, over those of the study
 *   corrupt       what is done to features: { "train": [ … ], "test": [ … ] }, where train stands for the training
 *                 and validation splits; lists of { kind *, modality *, strength * }
 * curves          a list of objects: test metrics at growing strengths of a corruption
 *   name *
 *   description
 *   kind *        noise, erase, drop, rows, missing, modalities; see {@link org.almt.data.corrupt.CorruptionKind}
 *   modality *    text, audio, vision
 *   strengths *   a growing list of numbers
 *   at            test (default: the variants' trained runs are tested at every strength) or train (each strength is
 *                 a training of its own, with training, validation and test splits at that strength)
 *   variants      names of variants (default: all)
 * measures        names of figures beyond the test metrics, taken of every run (default: none)
 * </pre>
 *
 * <p>Start with {@link org.almt.study.Study}, the question. {@link org.almt.study.StudyFile} reads it. {@link
 * org.almt.study.StudyFolder} lists the files. {@link org.almt.study.StudyResults} holds the results; {@link
 * org.almt.study.ResultTable} and {@link org.almt.study.ResultJson} write them. The measures are in {@code Measures}.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>the question</th><td>{@link Study}, {@link StudyFile}, {@code Keys}, {@link Arm}, {@link Curve},
 * {@code StudyDifference}</td></tr>
 * <tr><th>runs</th><td>{@link Studies}, {@link StudyCell}, {@link CellRunner}, {@link ThreadedCells},
 * {@link StudyListener}, {@link CellResult}, {@link CellException}, {@link RunTests}, {@code Measures}</td></tr>
 * <tr><th>results</th><td>{@link StudyResults}, {@link VariantResult}, {@link RunResult}, {@link FigureSummary},
 * {@link CurvePoint}, {@link SampleTable}, {@link ScoredRuns}</td></tr>
 * <tr><th>files</th><td>{@link StudyFolder}, {@link ResultFiles}, {@link ResultTable}, {@link ResultJson},
 * {@link PaperFigures}</td></tr>
 * </table>
 */
package org.almt.study;
