"""Tests that drive a real JupyterLab and a real Notebook 7 in Chromium."""
