"""Reference numbers of maps and laws of vectors, from their definitions, by mpmath with 60 digits.

    python vectors.py maps > ../resources/org/pushforward/engine/bijector/vector_maps_mpmath.csv
    python vectors.py laws > ../resources/org/pushforward/engine/variable/vector_laws_mpmath.csv
    python vectors.py coupled > ../resources/org/pushforward/engine/variable/coupled_mpmath.csv
"""

import random
import sys

import mpmath as mp

mp.mp.dps = 60
random.seed(20261121)


def softmax_centred(x):
    total = 1 + sum(mp.exp(v) for v in x)
    return [mp.exp(v) / total for v in x]


def stick_breaking(x):
    y, rest = [], mp.mpf(1)
    for k, v in enumerate(x):
        z = 1 / (1 + mp.exp(-(v - mp.log(len(x) - k))))
        y.append(rest * z)
        rest -= y[-1]
    return y


def ordered(x):
    y = [x[0]]
    for v in x[1:]:
        y.append(y[-1] + mp.exp(v))
    return y


def correlation_cholesky(x):
    y, row, entries = [], 1, iter(x)
    while len(y) < len(x):
        sum_of_squares = mp.mpf(0)
        for _ in range(row):
            entry = mp.tanh(next(entries)) * mp.sqrt(1 - sum_of_squares)
            sum_of_squares += entry**2
            y.append(entry)
        row += 1
    return y


def linear(matrix):
    return lambda x: [sum(mp.mpf(a) * v for a, v in zip(row, x)) for row in matrix]


def formula(x):
    a, b, c = x
    return [mp.mpf(0.5) + 2 * a + b**3 * c, b + c**2 / 2, mp.exp(c) + c]


MAPS = {
    "softmax_centred": (softmax_centred, [1, 3, 4]),
    "stick_breaking": (stick_breaking, [1, 3, 4]),
    "ordered": (ordered, [1, 3, 4]),
    "correlation_cholesky": (correlation_cholesky, [1, 3, 6]),
    "lower_triangular": (linear([[1.5, 0, 0], [-0.25, 0.75, 0], [2, -1, -3]]), [3]),
    # y = P L U x, P v = (v_2, v_0, v_1)
    "lu": (
        lambda x: (lambda v: [v[2], v[0], v[1]])(
            linear([[1, 0, 0], [0.5, 1, 0], [-0.75, 2, 1]])(
                linear([[2, 1, -1], [0, -1.5, 0.25], [0, 0, 3]])(x)
            )
        ),
        [3],
    ),
    "permutation": (lambda x: [x[1], x[2], x[0]], [3]),
    "elementwise": (lambda x: [mp.tanh(x[0]), mp.exp(x[1]), 1 / (1 + mp.exp(-x[2]))], [3]),
    "formula": (formula, [3]),
    "chain": (lambda x: ordered(linear([[1.5, 0, 0], [-0.25, 0.75, 0], [2, -1, -3]])(x)), [3]),
    "coupled": (lambda x: [x[0] + mp.sin(x[1]) / 2, x[1] + mp.cos(x[0]) / 2], [2]),
}


def log_det(f, x):
    n = len(x)
    rows = mp.matrix(n, n)
    for i in range(n):
        for j in range(n):
            rows[i, j] = mp.diff(lambda t: f(x[:j] + [t] + x[j + 1 :])[i], x[j])
    return mp.log(abs(mp.det(rows)))


def numbers(values):
    return " ".join(mp.nstr(v, 25) for v in values)


def maps():
    print(f"# map,x,y,log |det| by mpmath {mp.__version__} (60 working digits, numeric Jacobian)")
    print("map,x,y,logDet")
    for name, (f, dimensions) in MAPS.items():
        for n in dimensions:
            for size in [0.1, 1, 3, 3]:
                x = [mp.mpf(random.uniform(-size, size)) for _ in range(n)]
                text = " ".join(repr(float(v)) for v in x)
                print(f"{name},{text},{numbers(f(x))},{mp.nstr(log_det(f, x), 25)}")


def normal(x, mean, covariance):
    d = mp.matrix([v - m for v, m in zip(x, mean)])
    square = (d.T * mp.inverse(covariance) * d)[0]
    return -square / 2 - mp.log(mp.det(2 * mp.pi * covariance)) / 2


def student(x, nu, mean, scale):
    n = len(x)
    d = mp.matrix([v - m for v, m in zip(x, mean)])
    square = (d.T * mp.inverse(scale) * d)[0]
    log_peak = mp.loggamma((nu + n) / 2) - mp.loggamma(nu / 2) - mp.log(mp.det(nu * mp.pi * scale)) / 2
    return log_peak - (nu + n) / 2 * mp.log(1 + square / nu)


def dirichlet(x, shapes):
    x = list(x) + [1 - sum(x)]
    value = mp.loggamma(sum(shapes)) - sum(mp.loggamma(a) for a in shapes)
    return value + sum((a - 1) * mp.log(v) for a, v in zip(shapes, x))


TWO = "{{s^2; r*s*2}; {r*s*2; 4}}"
THREE = "{{4; 1.5; -0.5}; {1.5; 3; 0.25}; {-0.5; 0.25; 1}}"
M3 = mp.matrix([[4, 1.5, -0.5], [1.5, 3, 0.25], [-0.5, 0.25, 1]])


def cov(r, s):
    return mp.matrix([[s**2, r * s * 2], [r * s * 2, 4]])


def factor(r, s):
    lower = mp.matrix([[1.5, 0], [r, s]])
    return lower * lower.T


# Formulas of x, m, s, r, nu.
LAWS = {
    f"multivariate_normal({{m; 1}}; {TWO})": (2, lambda x, m, s, r, nu: normal(x, [m, 1], cov(r, s))),
    f"multivariate_normal({{m; 1; -2}}; {THREE})": (3, lambda x, m, s, r, nu: normal(x, [m, 1, -2], M3)),
    "multivariate_normal(mean={m; 1}; cholesky={{1.5}; {r; s}})": (
        2,
        lambda x, m, s, r, nu: normal(x, [m, 1], factor(r, s)),
    ),
    "multivariate_normal({m; 1}; sd={s; nu})": (
        2,
        lambda x, m, s, r, nu: normal(x, [m, 1], mp.diag([s**2, nu**2])),
    ),
    f"multivariate_t(nu; {{m; 1}}; {TWO})": (2, lambda x, m, s, r, nu: student(x, nu, [m, 1], cov(r, s))),
    "multivariate_t(nu; {m; 1}; cholesky={{1.5}; {r; s}})": (
        2,
        lambda x, m, s, r, nu: student(x, nu, [m, 1], factor(r, s)),
    ),
    f"multivariate_t(nu; {{m; 1; -2}}; {THREE})": (3, lambda x, m, s, r, nu: student(x, nu, [m, 1, -2], M3)),
    "dirichlet({s; nu; 0.5; 3})": (-3, lambda x, m, s, r, nu: dirichlet(x, [s, nu, mp.mpf(0.5), 3])),
    "dirichlet({s; nu})": (-1, lambda x, m, s, r, nu: dirichlet(x, [s, nu])),
}


def laws():
    print(
        f"# law (; for a comma),m s r nu,x,log density,its derivatives by m s r nu, by mpmath {mp.__version__}"
        " (60 working digits), matrices inverted"
    )
    print("law,parameters,x,logDensity,gradient")
    for law, (n, f) in LAWS.items():
        for m, s, r, nu in [(0.3, 1.25, 0.5, 4.5), (-1.0, 0.1, -0.95, 1.5), (2.0, 20.0, 0.01, 60.0)]:
            for size in [0.1, 1, 4]:
                if n > 0:
                    x = [m + size * random.uniform(-1, 1) for _ in range(n)]
                else:
                    cut = [random.random() for _ in range(1 - n)]
                    x = [c / sum(cut) for c in cut[:-1]]
                p = [mp.mpf(v) for v in (m, s, r, nu)]
                xs = [mp.mpf(v) for v in x]
                gradient = [
                    mp.diff(lambda t: f(xs, *(p[:k] + [t] + p[k + 1 :])), p[k]) for k in range(4)
                ]
                print(
                    f"{law},{m} {s} {r} {nu},{' '.join(map(repr, x))},"
                    f"{mp.nstr(f(xs, *p), 25)},{numbers(gradient)}"
                )


def phi(x):
    return -x * x / 2 - mp.log(2 * mp.pi) / 2


# Formulas of x, a, b; the log density of x; points x.
COUPLED = {
    "sines": (
        lambda x, a, b: [x[0] + a * mp.sin(x[1]), x[1] + a * mp.cos(b * x[0])],
        lambda x, a, b: phi(x[0]) + phi(x[1]),
        [(0.3, -0.7), (-2.5, 1.75), (4.0, 5.5)],
    ),
    "cubic": (
        lambda x, a, b: [x[0] + b * x[1] ** 3, x[1] - a * mp.tanh(x[0])],
        lambda x, a, b: phi(x[0]) + phi(x[1]),
        [(0.3, -0.7), (-2.5, 1.75), (1.0, 5.5)],
    ),
    "exponential": (
        lambda x, a, b: [mp.exp(x[0]) * x[1], x[1] - a * x[0]],
        lambda x, a, b: phi(x[0] / b) - mp.log(b) - x[1],
        [(0.3, 0.125), (-2.5, 1.75), (1.5, 5.5)],
    ),
    "bounded": (
        lambda x, a, b: [x[0] ** 2 + a * x[1], x[1] - b * x[0]],
        lambda x, a, b: mp.mpf(0),
        [(0.3, 0.125), (0.96875, 0.0625), (0.015625, 0.984375)],
    ),
    "three": (
        lambda x, a, b: [x[0] + a * mp.tanh(x[1]), x[1] + a * mp.tanh(x[2]), x[2] + b * mp.tanh(x[0])],
        lambda x, a, b: phi(x[0]) + phi(x[1]) + phi(x[2]),
        [(0.3, -0.7, 0.25), (-2.5, 1.75, 3.5), (0.0625, 2.5, -1.0)],
    ),
}


def coupled():
    print(
        f"# map,a b,image of a point x,its log density,derivatives of that by a b at the image, by mpmath {mp.__version__}"
        " (60 working digits), the formulas solved anew for each"
    )
    print("map,parameters,y,logDensity,gradient")
    for name, (f, log_p, points) in COUPLED.items():
        for a, b in [(0.25, 0.75), (0.5, 1.25)]:
            for point in points:
                # The image is rounded to a double first, as the program's argument is.
                y = [mp.mpf(float(v)) for v in f([mp.mpf(v) for v in point], mp.mpf(a), mp.mpf(b))]

                def log_density(a, b):
                    x = mp.findroot(
                        lambda *x: [u - v for u, v in zip(f(x, a, b), y)], point, tol=1e-100, maxsteps=50
                    )
                    x = [x[i] for i in range(len(y))]
                    return log_p(x, a, b) - log_det(lambda t: f(t, a, b), x)

                a0, b0, h = mp.mpf(a), mp.mpf(b), mp.mpf(10) ** -15
                by_a = (log_density(a0 + h, b0) - log_density(a0 - h, b0)) / (2 * h)
                by_b = (log_density(a0, b0 + h) - log_density(a0, b0 - h)) / (2 * h)
                print(
                    f"{name},{a} {b},{' '.join(repr(float(v)) for v in y)},"
                    f"{mp.nstr(log_density(a0, b0), 25)},{mp.nstr(by_a, 20)} {mp.nstr(by_b, 20)}"
                )


{"maps": maps, "laws": laws, "coupled": coupled}[sys.argv[1]]()
