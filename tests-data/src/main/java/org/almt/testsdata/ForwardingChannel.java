package org.almt.testsdata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A channel that wraps another one, and is notified of each change before it happens. */
abstract class ForwardingChannel extends FileChannel {
    final FileChannel real;

    ForwardingChannel(FileChannel real) {
        this.real = real;
    }

    /** Called before a change; {@code bytes} are those that are about to be written, or null. */
    abstract void changing(@Nullable ByteBuffer bytes) throws IOException;

    @Override
    public int read(ByteBuffer target) throws IOException {
        return real.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int from, int count) throws IOException {
        return real.read(targets, from, count);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        changing(source);
        return real.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int from, int count) throws IOException {
        changing(null);
        return real.write(sources, from, count);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        changing(null);
        real.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        changing(null);
        real.force(metadata);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        changing(null);
        return real.transferFrom(source, position, count);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return real.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        changing(source);
        return real.write(source, position);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return real.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        return real.map(mode, offset, size, arena);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }
}
