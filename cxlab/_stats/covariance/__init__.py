"""Covariance structures: confirmatory factor analysis and structural equations, as arithmetic."""
