"""Logarithms of tails, with 60 digits.

    python3 engine/src/test/python/tails.py > engine/src/test/resources/org/pushforward/engine/variable/tails.csv        (needs mpmath)
"""

from mpmath import atan, erfc, exp, expm1, log, log1p, mp, mpf, nstr, pi, sqrt

mp.dps = 60


def log_erfc(x):
    if x < 1000:
        return log(erfc(x))
    s, term = mpf(0), mpf(1)
    for k in range(1, 30):
        s += term
        term = -term * (2 * k - 1) / (2 * x * x)
    return log(s / (x * sqrt(pi))) - x * x


def row(formula, x, value):
    print(f'"{formula}",{x!r},{nstr(value, 25)}')


def log_normal_cdf(z):
    return log_erfc(-z / sqrt(mpf(2))) - log(mpf(2))


print("# By mpmath 1.3.0 with 60 digits (tails.py); laws stand for the logarithm of P(X > x).")
print("formula,x,value")
for z in [8.0, 3.5, 0.0, -0.7, -5.0, -37.5, -38.6, -1e3, -1e4, -12345.678, -1e8, -1e150]:
    row("log_normal_cdf(x)", z, log_normal_cdf(mpf(z)))
for x in [-1e308, -1e4, -745.2, -36.9, -1.5, 0.0, 0.3, 20.0, 37.5, 700.0]:
    row("log_sigmoid(x)", x, -log1p(exp(-mpf(x))))
for x in [0.0, 0.4, 3.0, 26.5, 28.1, 1e4, 1e8]:
    row("log(erfcx(x)) - x*x", x, log_erfc(mpf(x)))
for x in [-1e-300, -1e-18, -1e-9, -0.3, -0.69314718, -0.7, -3.0, -36.5, -50.25, -700.0]:
    row("log1mexp(x)", x, log(-expm1(mpf(x))) if x > -1 else log1p(-exp(mpf(x))))
for x in [0.5, 5.0, 20.0, 36.0, 37.4]:
    row("normal(0, 1)", x, log_normal_cdf(-mpf(x)))
for x in [0.5, 3.0, 100.0, 350.0]:
    row("exponential(2)", x, -2 * mpf(x))
for x in [0.0, 1.0, 1e4, 1e8, 1e300]:
    row("cauchy(0, 1)", x, log(atan(1 / mpf(x)) / pi) if x else -log(mpf(2)))
for x in [0.0, 5.0, 100.0, 700.0]:
    row("logistic(0, 1)", x, -log1p(exp(mpf(x))))
    row("laplace(0, 1)", x, -mpf(x) - log(mpf(2)))
for x in [0.25, 0.75, 1 - 2.0**-53]:
    row("uniform(0, 1)", x, log(1 - mpf(x)))
for x in [1.0, 1e3, 1e15]:
    row("log_normal(0, 1)", x, log_normal_cdf(-log(mpf(x))))
for x in [1.0, 5.0, 24.0]:
    row("weibull(2, 1)", x, -mpf(x) ** 2)
    row("rayleigh(1)", x, -mpf(x) ** 2 / 2)
for x in [1.0, 1e6, 1e100]:
    row("frechet(2, 1)", x, log(-expm1(-mpf(x) ** -2)))
for x in [0.0, 1.0, 40.0, 700.0]:
    row("gumbel(0, 1)", x, log(-expm1(-exp(-mpf(x)))))
for x in [1.5, 1e10, 1e100]:
    row("pareto(1, 3)", x, -3 * log(mpf(x)))
