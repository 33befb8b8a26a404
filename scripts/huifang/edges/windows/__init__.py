"""A folder that runs on Windows without being installed, and what people drag onto it."""
