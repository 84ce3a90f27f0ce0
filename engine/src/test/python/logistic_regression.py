"""Variances of one sample's gradient of E log p(y, w) of a Bayesian logistic regression, by a large simulation.

    R=engine/src/test/resources/org/pushforward/engine/gradient
    python3 engine/src/test/python/logistic_regression.py $R/breast_cancer.csv $R/logistic_regression.csv

(needs numpy and scikit-learn; four minutes). w is normal, independent, of means 0.1, 0.2, 0.3, 0.4 and sds 0.5, 0.4, 0.3, 0.2;

    g(w) = sum over rows of y (x.w) - softplus(x.w), and over j of -w_j^2 / 2 - log(2 pi) / 2, x = (1, features).

The first 100 rows and the mean radius, texture and smoothness, each less its mean over these rows and over its sd (population's).
Estimators as in estimator_variances.py; of the measure-valued one, one coordinate is replaced while the others are the draw's.
"""

import sys

import numpy as np
from sklearn.datasets import load_breast_cancer

FEATURES = ["mean radius", "mean texture", "mean smoothness"]
SAMPLES = 10_000_000
BLOCK = 5_000
MEANS = np.array([0.1, 0.2, 0.3, 0.4])
SDS = np.array([0.5, 0.4, 0.3, 0.2])


def table():
    data = load_breast_cancer()
    columns = [list(data.feature_names).index(name) for name in FEATURES]
    return data.data[:100, columns], data.target[:100]


def standardised(raw):
    x = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    return np.column_stack([np.ones(len(x)), x])


def log_joint(eta, w, y):
    """eta [sample][row] = x.w."""
    softplus = np.maximum(eta, 0) + np.log1p(np.exp(-np.abs(eta)))
    return eta @ y - softplus.sum(axis=1) - (w * w).sum(axis=1) / 2 - w.shape[1] * np.log(2 * np.pi) / 2


class Powers:
    """Sums of powers of v - c up to the fourth, c near the mean: variance and its standard error."""

    def __init__(self):
        self.n, self.sums, self.centre = 0, 0, None

    def add(self, v):
        if self.centre is None:
            self.centre = v.mean(axis=0)
        d = v - self.centre
        self.n += len(v)
        self.sums = self.sums + np.array([(d**k).sum(axis=0) for k in (1, 2, 3, 4)])

    def result(self):
        m1, m2, m3, m4 = self.sums / self.n
        variance = m2 - m1**2
        fourth = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4
        return self.centre + m1, np.sqrt(variance / self.n), variance, np.sqrt((fourth - variance**2) / self.n)


def simulate(x, y):
    random = np.random.default_rng(20261122)
    d = x.shape[1]
    names = ["pathwise", "score", "score_mean", "score_optimal", "measure"]
    sums = {(n, p): Powers() for n in names for p in ("mean", "sd")}

    def block():
        z = random.standard_normal((BLOCK, d))
        w = MEANS + SDS * z
        return z, w, w @ x.T

    # Baselines are constants, from samples of their own.
    pilot = []
    for _ in range(200):
        z, w, eta = block()
        pilot.append((z, log_joint(eta, w, y)))
    z, g = np.concatenate([p[0] for p in pilot]), np.concatenate([p[1] for p in pilot])
    baseline = {"score": {"mean": np.zeros(d), "sd": np.zeros(d)}, "score_mean": {"mean": np.full(d, g.mean()), "sd": np.full(d, g.mean())}, "score_optimal": {}}
    for p, s in (("mean", z), ("sd", z * z - 1)):
        baseline["score_optimal"][p] = (g[:, None] * s * s).mean(axis=0) / (s * s).mean(axis=0)
    for _ in range(SAMPLES // BLOCK):
        z, w, eta = block()
        g = log_joint(eta, w, y)
        slope = (y - 1 / (1 + np.exp(-eta))) @ x - w
        sums["pathwise", "mean"].add(slope)
        sums["pathwise", "sd"].add(slope * z)
        for n in ("score", "score_mean", "score_optimal"):
            for p, s in (("mean", z), ("sd", z * z - 1)):
                sums[n, p].add((g[:, None] - baseline[n][p]) * s / SDS)
    # Fewer: each takes sixteen evaluations.
    for _ in range(SAMPLES // BLOCK // 10):
        z, w, eta = block()
        u = random.random((BLOCK, d))
        # sign times the root of a chi-squared of 2 or 3
        rayleigh = np.sqrt(-2 * np.log(1 - random.random((BLOCK, d))))
        maxwell = np.sqrt((random.standard_normal((BLOCK, d, 3)) ** 2).sum(axis=2)) * random.choice([-1.0, 1.0], (BLOCK, d))

        def at(j, value):
            moved = w.copy()
            moved[:, j] = value
            return log_joint(eta + np.outer(value - w[:, j], x[:, j]), moved, y)

        mean, sd = np.empty((BLOCK, d)), np.empty((BLOCK, d))
        for j in range(d):
            m, s = MEANS[j], SDS[j]
            mean[:, j] = (at(j, m + s * rayleigh[:, j]) - at(j, m - s * rayleigh[:, j])) / (s * np.sqrt(2 * np.pi))
            sd[:, j] = (at(j, m + s * maxwell[:, j]) - at(j, m + s * maxwell[:, j] * u[:, j])) / s
        sums["measure", "mean"].add(mean)
        sums["measure", "sd"].add(sd)
    return names, sums


def main(data_file, result_file):
    raw, y = table()
    with open(data_file, "w") as out:
        print("# Breast Cancer Wisconsin (Diagnostic), W. Wolberg, O. Mangasarian, N. Street and W. Street, UCI Machine Learning Repository, CC BY 4.0, by scikit-learn's load_breast_cancer: the first 100 rows, three of 30 columns; 1 is benign (logistic_regression.py)", file=out)
        print("radius,texture,smoothness,benign", file=out)
        for row, label in zip(raw, y):
            print(",".join([repr(float(v)) for v in row] + [str(int(label))]), file=out)
    names, sums = simulate(standardised(raw), y.astype(float))
    with open(result_file, "w") as out:
        print(f"# By numpy {np.__version__}, {SAMPLES} samples, of measure {SAMPLES // 10} (logistic_regression.py): means and variances of one sample with standard errors", file=out)
        print("parameter,coordinate,estimator,gradient,gradient_error,variance,variance_error", file=out)
        for p in ("mean", "sd"):
            for j in range(4):
                for n in names:
                    print(",".join([p, str(j), n] + [f"{v[j]:.10g}" for v in sums[n, p].result()]), file=out)


main(*sys.argv[1:])
