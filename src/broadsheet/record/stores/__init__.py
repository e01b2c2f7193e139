"""Stores of pressed pages."""
