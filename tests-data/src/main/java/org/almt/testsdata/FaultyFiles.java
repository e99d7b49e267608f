package org.almt.testsdata;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A view of the file system in which one change fails: the n-th creation, write, sync, close, rename or deletion. After
 * it, either all changes work, as on a disk that was full for a moment, or all fail, as for a process that has ended
 * there. Reading always works. A write that fails has written half of its bytes.
 */
public final class FaultyFiles {
    private static final FileSystem REAL = FileSystems.getDefault();

    private final View view = new View();
    private final Provider provider = new Provider();
    /** Several threads open and close files. */
    private final List<FaultyChannel> open = new CopyOnWriteArrayList<>();
    private final int failing;
    private final boolean deadly;
    private int changes;
    private Consumer<Path> watcher = path -> {};

    /**
     * A view.
     *
     * @param failing which change fails, counted from 1; 0 for none
     * @param deadly whether all changes after it fail too
     */
    public FaultyFiles(int failing, boolean deadly) {
        this.failing = failing;
        this.deadly = deadly;
    }

    /** The same place, seen through this view. */
    public Path path(Path real) {
        return wrap(real);
    }

    /** Calls this before each change, with the file. */
    public void watch(Consumer<Path> before) {
        watcher = before;
    }

    /** How many changes were asked for. */
    public int changes() {
        return changes;
    }

    /** Closes all open files, as the system does when a process ends. */
    public void end() throws IOException {
        for (FaultyChannel channel : open) {
            channel.real.close();
        }
        open.clear();
    }

    /** Whether a change fails. */
    private synchronized boolean fails() {
        changes++;
        return changes == failing || deadly && failing > 0 && changes > failing;
    }

    void change(Path path) throws IOException {
        watcher.accept(path);
        if (fails()) {
            throw new FileSystemException(path.toString(), null, "No space left on device");
        }
    }

    private Path wrap(Path path) {
        return path == null || path.getFileSystem() == view
                ? path
                : (Path) Proxy.newProxyInstance(
                        FaultyFiles.class.getClassLoader(), new Class<?>[] {Path.class, Wrapped.class},
                        (self, method, given) -> {
                            if (method.getName().equals("real")) {
                                return path;
                            } else if (method.getName().equals("getFileSystem")) {
                                return view;
                            }
                            Object[] arguments =
                                    given == null ? null : Arrays.stream(given).map(FaultyFiles::real).toArray();
                            try {
                                return wrapResult(method.invoke(path, arguments));
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
    }

    private Object wrapResult(Object result) {
        if (result instanceof Path inner) {
            return wrap(inner);
        }
        if (result instanceof Iterator<?> each) {
            List<Path> all = new ArrayList<>();
            each.forEachRemaining(part -> all.add(wrap((Path) part)));
            return all.iterator();
        }
        return result;
    }

    /** What is behind a path of a view. */
    public interface Wrapped {
        /** The real path. */
        Path real();
    }

    private static Object real(Object value) {
        return value instanceof Wrapped wrapped ? wrapped.real() : value;
    }

    private static Path real(Path path) {
        return (Path) real((Object) path);
    }

    private final class View extends FileSystem {
        @Override
        public FileSystemProvider provider() {
            return provider;
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return REAL.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return REAL.getRootDirectories();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return REAL.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return REAL.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return wrap(REAL.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            PathMatcher matcher = REAL.getPathMatcher(pattern);
            return path -> matcher.matches(real(path));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return REAL.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() throws IOException {
            return REAL.newWatchService();
        }
    }

    private final class Provider extends FileSystemProvider {
        private final FileSystemProvider real = REAL.provider();

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return view;
        }

        @Override
        public Path getPath(URI uri) {
            return wrap(real.getPath(uri));
        }

        @Override
        public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
                FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            boolean creates =
                    options.contains(StandardOpenOption.CREATE_NEW) || options.contains(StandardOpenOption.CREATE);
            if (creates) {
                change(path);
            }
            FileChannel channel = real.newFileChannel(real(path), options, attributes);
            FaultyChannel faulty = new FaultyChannel(channel, real(path), options.contains(StandardOpenOption.WRITE));
            open.add(faulty);
            return faulty;
        }

        @Override
        public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
            Set<OpenOption> wanted = new HashSet<>(options.length == 0
                    ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)
                    : Set.of(options));
            wanted.add(StandardOpenOption.WRITE);
            return Channels.newOutputStream(newFileChannel(path, wanted));
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            DirectoryStream<Path> inner = real.newDirectoryStream(real(folder), each -> filter.accept(wrap(each)));
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    Iterator<Path> each = inner.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return each.hasNext();
                        }

                        @Override
                        public Path next() {
                            return wrap(each.next());
                        }
                    };
                }

                @Override
                public void close() throws IOException {
                    inner.close();
                }
            };
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
            change(folder);
            real.createDirectory(real(folder), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            change(path);
            real.delete(real(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            change(target);
            real.copy(real(source), real(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            change(target);
            real.move(real(source), real(target), options);
        }

        @Override
        public boolean isSameFile(Path one, Path two) throws IOException {
            return real.isSameFile(real(one), real(two));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return real.isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return real.getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            real.checkAccess(real(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            return real.getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return real.readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return real.readAttributes(real(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            change(path);
            real.setAttribute(real(path), attribute, value, options);
        }
    }

    /** Announces each change of a channel. */
    private final class FaultyChannel extends ForwardingChannel {
        private final Path path;
        private final boolean written;

        FaultyChannel(FileChannel real, Path path, boolean written) {
            super(real);
            this.path = path;
            this.written = written;
        }

        @Override
        void changing(java.nio.@Nullable ByteBuffer half) throws IOException {
            int before = changes;
            try {
                change(path);
            } catch (IOException failure) {
                // Of the first write that fails, half of the bytes reach the disk.
                if (half != null && before + 1 == failing) {
                    real.write(half.duplicate().limit(half.position() + half.remaining() / 2));
                }
                throw failure;
            }
        }

        @Override
        protected void implCloseChannel() throws IOException {
            open.remove(this);
            real.close();
            if (written) {
                change(path);
            }
        }
    }
}
