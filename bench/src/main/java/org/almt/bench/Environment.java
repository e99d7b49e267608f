package org.almt.bench;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Environment variables of a contestant's JVM: native libraries read theirs when they are loaded. A value of {@code
 * {threads}} stands for the number of threads.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Environment {
    /** For example {@code OMP_NUM_THREADS={threads}}. */
    String[] value();

    /** JMH lets profilers put a command before {@code java}: here {@code env NAME=VALUE …}. */
    final class Setter implements ExternalProfiler {
        private static final String SEPARATOR = "\n";
        private final String[] variables;

        /** For JMH. */
        public Setter(String variables) {
            this.variables = variables.split(SEPARATOR);
        }

        static String joined(Environment environment) {
            return String.join(SEPARATOR, environment.value());
        }

        @Override
        public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
            List<String> command = new ArrayList<>(List.of("env"));
            for (String variable : variables) {
                command.add(variable.replace("{threads}", params.getParam("threads")));
            }
            return command;
        }

        @Override
        public Collection<String> addJVMOptions(BenchmarkParams params) {
            return List.of();
        }

        @Override
        public void beforeTrial(BenchmarkParams params) {
            // nothing to prepare
        }

        @Override
        public Collection<? extends Result<?>> afterTrial(BenchmarkResult result, long pid, File out, File err) {
            return List.of();
        }

        @Override
        public boolean allowPrintOut() {
            return true;
        }

        @Override
        public boolean allowPrintErr() {
            return true;
        }

        @Override
        public String getDescription() {
            return "environment variables of a contestant";
        }
    }
}
