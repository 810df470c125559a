"""Settings that the plugin adds to the platform."""
