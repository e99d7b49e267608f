package org.almt.bench;

import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Sets the {@code Environment} of a fork: JMH lets profilers put a command before {@code java}, here {@code env
 * NAME=VALUE …}.
 */
public final class EnvironmentSetter implements ExternalProfiler {
    private static final String SEPARATOR = "\n";
    private final String[] variables;

    /** For JMH. */
    public EnvironmentSetter(String variables) {
        this.variables = variables.split(SEPARATOR);
    }

    static String joined(Collection<String> variables) {
        return String.join(SEPARATOR, variables);
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
