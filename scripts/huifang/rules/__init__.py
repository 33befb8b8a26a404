"""Checks on records: small functions that return findings, listed explicitly."""
