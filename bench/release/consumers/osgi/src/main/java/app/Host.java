package app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** An OSGi framework with some bundles. */
public final class Host {
    private Host() {}

    /**
     * Installs all bundles and starts them.
     *
     * @param arguments a folder for the framework, a run folder, the kernels, and the jars
     */
    public static void main(String[] arguments) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(Map.of(
                "org.osgi.framework.storage", arguments[0], "app.run", arguments[1], "app.kernels", arguments[2]));
        framework.start();
        try {
            List<Bundle> bundles = new ArrayList<>();
            for (int i = 3; i < arguments.length; i++) {
                bundles.add(framework.getBundleContext().installBundle(Path.of(arguments[i]).toUri().toString()));
            }
            for (Bundle bundle : bundles) {
                bundle.start();
            }
        } finally {
            framework.stop();
            framework.waitForStop(0);
        }
    }
}
