"""Package data: policies/*.toml (one preset per regulation) and blank/*.xlsx (generated standard forms)."""
