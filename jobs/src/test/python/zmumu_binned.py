"""The fit of jobs/examples/zmumu-binned.yaml by iminuit (2.30 or later), with exact probabilities of bins.

python zmumu_binned.py prints the values and errors that ExamplesTest states. A bin's mass under the Breit-Wigner smeared by a
normal is the Gauss-Legendre sum of scipy's Voigt profile on 20 nodes: at bins a fifth of the width it is exact to rounding.
"""

import os

import numpy as np
from iminuit import Minuit
from scipy.special import voigt_profile

BINS, LOW, HIGH, WIDTH = 240, 60.0, 120.0, 2.4952
DATA = os.path.join(os.path.dirname(__file__), "../../../examples/zmumu.csv")

mass = np.loadtxt(DATA, skiprows=1)
edges = (LOW * np.arange(BINS, -1, -1) + HIGH * np.arange(BINS + 1)) / BINS
counts, _ = np.histogram(mass, edges)
nodes, weights = np.polynomial.legendre.leggauss(20)
half = np.diff(edges) / 2
x = (edges[:-1] + half)[:, None] + half[:, None] * nodes


def nll(m, s, f, k):
    z = (voigt_profile(x - m, s, WIDTH / 2) * weights).sum(1) * half
    e = np.exp(-k * (edges[:-1] - LOW)) * -np.expm1(-k * np.diff(edges))
    return -(counts * np.log(f * z / z.sum() + (1 - f) * e / e.sum())).sum() - 49000  # digits for differences


fit = Minuit(nll, m=91, s=1.5, f=0.9, k=0.02)
fit.errordef, fit.strategy, fit.tol, fit.precision = 0.5, 2, 1e-4, 1e-14
fit.limits = [(85, 95), (0.1, 5), (0, 1), (0, 1)]
fit.migrad().migrad().hesse()
print("distance", fit.fmin.edm, "nll", fit.fval + 49000)
for name in fit.parameters:
    print(name, f"{fit.values[name]:.8g} +- {fit.errors[name]:.5g}")
