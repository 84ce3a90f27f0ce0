"""How quantiles and draws move with a law's shapes, with 60 digits and more.

    R=engine/src/test/resources/org/pushforward/engine/gradient
    python3 engine/src/test/python/implicit_gradients.py quantiles > $R/implicit_mpmath.csv
    python3 engine/src/test/python/implicit_gradients.py draws $R/draws_mpmath.csv > d.csv; mv d.csv $R/draws_mpmath.csv

(needs mpmath, and scipy for where to begin; ten minutes). The derivative of x at a fixed probability is -(dF/dtheta) / (dF/dx).
F and dF/dtheta are sums of series; dF/dtheta is compared with mpmath's difference of its own incomplete function and with the
integral of the density's derivative. The second command keeps the draws that the table has and computes their derivatives anew.
"""

import sys
from functools import cache

from mpmath import besseli, betainc, cos, diff, digamma, exp, gammainc, log, loggamma, mp, mpf, nstr, pi, quad, sin, sqrt, workdps
from scipy import special, stats

mp.dps = 80


def gamma_law(a, x):
    """F, the density and dF/da of rate 1, from the sum of x^n / ((a + 1) .. (a + n))."""
    term, s, harmonic, slope, n = mpf(1), mpf(1), mpf(0), mpf(0), 0
    while n < 10 or term * max(1, harmonic) > s * mpf(10) ** -mp.dps:
        n += 1
        term *= x / (a + n)
        harmonic += 1 / (a + n)
        s += term
        slope -= term * harmonic
    density = exp((a - 1) * log(x) - x - loggamma(a))
    start = density * x / a
    return start * s, density, (start * (slope + s * (log(x) - digamma(a + 1))),)


def beta_law(a, b, x, y):
    """F, the density and dF/da, dF/db at x = 1 - y, from the sum of (a + b) .. (a + b + n - 1) / ((a + 1) .. (a + n)) x^n."""
    if x > 0.5:
        f, density, (by_b, by_a) = beta_law(b, a, y, x)
        return 1 - f, density, (-by_a, -by_b)
    term, s, by_a, by_b, slope_a, slope_b, n = mpf(1), mpf(1), mpf(0), mpf(0), mpf(0), mpf(0), 0
    while n < 10 or term * max(1, by_b) > s * mpf(10) ** -mp.dps:
        by_b += 1 / (a + b + n)
        by_a += 1 / (a + b + n) - 1 / (a + 1 + n)
        term *= x * (a + b + n) / (a + 1 + n)
        n += 1
        s += term
        slope_a += term * by_a
        slope_b += term * by_b
    density = exp((a - 1) * log(x) + (b - 1) * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b))
    start, both = density * x * y / a, digamma(a + b)
    return (
        start * s,
        density,
        (start * (slope_a + s * (log(x) - digamma(a) + both - 1 / a)), start * (slope_b + s * (log(y) - digamma(b) + both))),
    )


def student_law(nu, x):
    """P(T > |x|) is half that nu / (nu + x^2) is above a beta variable of nu / 2 and 1 / 2."""
    w, y = nu / (nu + x * x), x * x / (nu + x * x)
    f, beta, (by_a, _) = beta_law(nu / 2, mpf(1) / 2, w, y)
    density = exp(loggamma((nu + 1) / 2) - loggamma(nu / 2) - (nu + 1) / 2 * log(1 + x * x / nu)) / sqrt(nu * pi)
    tail, slope = f / 2, by_a / 4 + beta * w * y / nu / 2
    return (tail, density, (slope,)) if x < 0 else (1 - tail, density, (-slope,))


@cache
def von_mises_terms(k):
    """Ratios I_j / I_0 and their derivatives, j = 1, 2, .., up to 1e-60."""
    bessel = [besseli(0, k), besseli(1, k), besseli(2, k)]
    terms = []
    while bessel[-2] > bessel[0] * mpf(10) ** -60:
        j = len(terms) + 1
        ratio = bessel[j] / bessel[0]
        terms.append((ratio, (bessel[j - 1] + bessel[j + 1]) / bessel[0] / 2 - ratio * bessel[1] / bessel[0]))
        bessel.append(besseli(j + 2, k))
    return terms


def von_mises_law(k, x):
    """F = 1/2 + x / (2 pi) + the sum of I_j / I_0 sin(j x) / (pi j)."""
    terms = von_mises_terms(k)
    sines = [sin(j * x) / (pi * j) for j in range(1, len(terms) + 1)]
    density = exp(k * cos(x)) / (2 * pi * besseli(0, k))
    f = mpf(1) / 2 + x / (2 * pi) + sum(r * s for (r, _), s in zip(terms, sines))
    return f, density, (sum(d * s for (_, d), s in zip(terms, sines)),)


def quantile(law, start, p):
    """x of F(x) = p: Newton's steps on log F, or on F above 1/2, in log x where x > 0 is the start."""
    x = mpf(start)
    for _ in range(12):
        f, density, _ = law(x)
        step = (log(f / p) * f if p < 0.5 else f - p) / density
        x = x * exp(-step / x) if law.positive else x - step
        if abs(step) < abs(x) * mpf(10) ** -30:
            return x
    raise ArithmeticError(f"no quantile from {start}")


class Law:
    def __init__(self, name, parameters):
        self.name = name
        self.parameters = [mpf(v) for v in parameters]
        self.positive = name in ("gamma", "beta")

    def __call__(self, x, parameters=None):
        v = parameters or self.parameters
        if self.name == "gamma":
            return gamma_law(v[0], x)
        if self.name == "beta":
            return beta_law(v[0], v[1], x, 1 - x)
        return student_law(v[0], x) if self.name == "student_t" else von_mises_law(v[0], x)

    def start(self, p):
        v = [float(x) for x in self.parameters]
        if self.name == "gamma":
            return special.gammaincinv(v[0], p) if p < 0.5 else special.gammainccinv(v[0], 1 - p)
        if self.name == "beta":
            return special.betaincinv(v[0], v[1], p)
        return stats.t.ppf(p, v[0]) if self.name == "student_t" else stats.vonmises.ppf(p, v[0])

    def slopes(self, x):
        _, density, by = self(x)
        return [-d / density for d in by]

    def check(self, x):
        """dF/dtheta, by a difference of another formula of F and by the integral of the density's slope."""
        v = self.parameters
        for i, slope in enumerate(self(x)[2]):
            if self.name == "gamma":
                a = v[0]
                other = diff(lambda s: gammainc(s, 0, x, regularized=True), a)
                # t = x exp(-r): dp/da = p (log t - digamma(a)).
                integrand = lambda r: exp(a * (log(x) - r) - x * exp(-r) - loggamma(a)) * (log(x) - r - digamma(a))
                integral = quad(integrand, [j / sqrt(1 + a) for j in range(0, 16)] + [20 + 200 / min(a, 1)])
            elif self.name == "beta":
                a, b = v
                other = diff(lambda s: betainc(*(s if j == i else v[j] for j in (0, 1)), 0, x, regularized=True), v[i])
                norm, both = loggamma(a + b) - loggamma(a) - loggamma(b), digamma(a + b) - digamma(v[i])
                t = lambda r: x * exp(-r)
                integrand = lambda r: exp(a * (log(x) - r) + (b - 1) * log(1 - t(r)) + norm) * ((log(x) - r if i == 0 else log(1 - t(r))) + both)
                ends = [0] + [2 ** mpf(-j) / sqrt(a + b + 1) for j in range(60, -1, -4)] + [j / sqrt(a + b + 1) for j in range(2, 16)]
                integral = quad(integrand, ends + [20 + 200 / min(a, 1)])
            elif self.name == "student_t":
                sign = 1 if x < 0 else -1
                other = diff(lambda s: sign * betainc(s / 2, 0.5, 0, s / (s + x * x), regularized=True) / 2, v[0])
                integral = other
            else:
                k, mean = v[0], besseli(1, v[0]) / besseli(0, v[0])
                integrand = lambda t: exp(k * cos(t)) / (2 * pi * besseli(0, k)) * (cos(t) - mean)
                with workdps(40):
                    other = integral = quad(integrand, [mpf(0), x / 3, 2 * x / 3, x])
            worst = max(abs(other / slope - 1), abs(integral / slope - 1))
            if worst > 1e-25:
                print(f"# {self.name} {v} at {nstr(x, 10)}: {nstr(slope, 30)} {nstr(other, 30)} {nstr(integral, 30)}", file=sys.stderr)
                if abs(other / slope - 1) > 1e-25:
                    raise ArithmeticError("two derivatives of F differ")


NAMES = {"gamma": ["shape"], "beta": ["a", "b"], "student_t": ["nu"], "von_mises": ["kappa"]}


def quantiles():
    print("# By mpmath 1.3.0 with 80 digits, to 25 (implicit_gradients.py); p stands for the nearest double, x for the quantile there.")
    print("law,parameters,p,x,parameter,derivative")
    halves = [1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999, 1 - 1e-6]
    cases = [("gamma", [a], p) for a in (0.05, 0.1, 0.3, 0.5, 0.9, 1, 1.3, 2.5, 7, 10, 30, 100, 1000, 1e4) for p in halves]
    sizes = (0.1, 0.5, 1, 2.5, 10, 300)
    cases += [("beta", [a, b], p) for a in sizes for b in sizes for p in (1e-6, 0.4, 0.9)]
    cases += [("student_t", [nu], p) for nu in (0.5, 1, 2.5, 10, 300, 1e4) for p in (1e-6, 0.01, 0.3, 0.8, 1 - 1e-6)]
    cases += [("von_mises", [k], p) for k in (0.1, 1, 5, 40, 1000) for p in (1e-6, 0.01, 0.3, 0.8, 0.9999)]
    left_out = 0
    for name, parameters, p in cases:
        law = Law(name, parameters)
        x = quantile(law, law.start(p), mpf(p))
        law.check(x)
        slopes, rounded = law.slopes(x), law.slopes(x * (1 - mpf(2) ** -53))
        # What the rounding of x to a double changes by more than 1e-11, doubles cannot tell to 1e-10.
        if max(abs(r / s - 1) for r, s in zip(rounded, slopes)) > 1e-11:
            left_out += 1
            continue
        for parameter, slope in zip(NAMES[name], slopes):
            text = " ".join(repr(float(v)) for v in parameters)
            print(",".join([name, text, repr(p), nstr(x, 25), parameter, nstr(slope, 25)]))
    print(f"{left_out} of {len(cases)} left out", file=sys.stderr)


def gamma_draw(a, body, u):
    """X = B u^(1/a), B of shape a + 1, below shape 1; else B: the value and dX/da with B at its probability and u held."""
    if a >= 1:
        return body, Law("gamma", [a]).slopes(body)[0]
    tail = u ** (1 / a)
    return body * tail, Law("gamma", [a + 1]).slopes(body)[0] * tail - body * tail * log(u) / a**2


def draws(table):
    print("# Draws of the engine, derivatives by mpmath 1.3.0 with 80 digits, to 25 (implicit_gradients.py), from the parts' doubles.")
    print("law,parameters,sample,x,parts,parameter,derivative")
    for line in open(table):
        if line.startswith(("#", "law")):
            continue
        name, parameters, sample, x, parts, parameter = line.strip().split(",")[:6]
        v = [mpf(t) for t in parameters.split()]
        of = [mpf(t) for t in parts.split()]
        if name == "gamma":
            value, slope = gamma_draw(v[0], *of)
        elif name == "beta":
            (first, by_a), (second, by_b) = gamma_draw(v[0], *of[:2]), gamma_draw(v[1], *of[2:])
            value = first / (first + second)
            slope = (second * by_a if parameter == "a" else -first * by_b) / (first + second) ** 2
        elif name == "student_t":
            size, by = gamma_draw(v[0] / 2, *of[1:])
            value = of[0] * sqrt(v[0] / 2 / size)
            slope = value / 2 * (1 / v[0] - by / size / 2)
        else:
            law = Law(name, v)
            value = quantile(law, law.start(float(of[0])), of[0])
            slope = law.slopes(value)[0]
        if abs(value / mpf(x) - 1) > 1e-13:
            print(f"# {line.strip()}: {nstr(value, 20)}", file=sys.stderr)
        print(",".join([name, parameters, sample, x, parts, parameter, nstr(slope, 25)]))


if sys.argv[1] == "draws":
    draws(sys.argv[2])
else:
    quantiles()
