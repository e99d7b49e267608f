package org.almt.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops and continues processes by signals, so that all of them and this one together use no more than a share of one
 * core. It lets a soak run beside other work.
 */
final class ProcessorBudget implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(200);

    private final double cores;
    private final Set<ProcessHandle> processes = ConcurrentHashMap.newKeySet();
    private final long began = System.nanoTime();
    private final Thread thread = new Thread(this::run, "budget");
    private Duration ended = Duration.ZERO;
    private boolean stopped;
    private boolean held;
    private volatile boolean closed;

    /** Shares of one core; more than the machine has is no limit. */
    ProcessorBudget(double cores) {
        this.cores = cores;
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void add(ProcessHandle process) {
        processes.add(process);
    }

    /** Kills a process without warning, and counts the processor time that it used. */
    synchronized void kill(ProcessHandle process) {
        ended = ended.plus(Child.processor(process));
        processes.remove(process);
        process.destroyForcibly();
    }

    /** Counts a process that has ended by itself. Its time since the last check is lost. */
    synchronized void forget(ProcessHandle process, Duration used) {
        ended = ended.plus(used);
        processes.remove(process);
    }

    /** While held, all processes run. */
    synchronized void hold(boolean now) throws IOException {
        held = now;
        if (now && stopped) {
            signal("CONT");
        }
    }

    synchronized double used() {
        Duration used = ended.plus(Child.processor(ProcessHandle.current()));
        for (ProcessHandle process : processes) {
            used = used.plus(Child.processor(process));
        }
        return 1e-9 * used.toNanos();
    }

    private void run() {
        try {
            while (!closed) {
                LockSupport.parkNanos(TICK.toNanos());
                tick();
            }
        } catch (IOException e) {
            System.err.println("the processes cannot be stopped and continued: " + e);
        }
    }

    private synchronized void tick() throws IOException {
        boolean over = used() > cores * 1e-9 * (System.nanoTime() - began);
        if (!held && over != stopped) {
            signal(over ? "STOP" : "CONT");
        }
    }

    private void signal(String name) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.stream().filter(ProcessHandle::isAlive).forEach(each -> command.add(Long.toString(each.pid())));
        if (command.size() > 2) {
            try {
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        stopped = name.equals("STOP");
    }

    @Override
    public void close() throws IOException {
        closed = true;
        hold(true);
    }
}
