"""The workplace: JupyterLab and Voila on the kit's notebooks, and a check-up of the machine."""
