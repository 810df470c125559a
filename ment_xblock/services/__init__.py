"""Everything that writes: lock, ask the domain, save, announce."""
