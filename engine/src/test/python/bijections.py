"""Bijections of the line, their log-determinants and what these change by, with 50 digits and more.

    python3 engine/src/test/python/bijections.py > engine/src/test/resources/org/pushforward/engine/bijector/maps_mpmath.csv

(needs mpmath). Every derivative is a numeric one of the map itself, so that no formula of the project is used.
"""

import random

import mpmath as mp

mp.mp.dps = 700  # of tanh 300, 1 - y is 1e-260
random.seed(20261121)
M = mp.mpf

LINE = [1e-20, 1e-8, 0.01, 0.3, 0.499, 0.5, 0.501, 1.0, 2.5, 5.0, 20.0, 100.0, 300.0] + [random.uniform(0, 9) for _ in range(8)]
LINE = sorted(LINE + [-x for x in LINE])
FAR = sorted(LINE + [-1e160, -1e20, 1e20, 1e160])
GAUSS = [x for x in LINE if abs(x) <= 20]
POSITIVE = [1e-300, 1e-20, 1e-8, 0.01, 0.3, 0.6931471805599453, 0.9999, 1.0, 1.5, 7.0, 100.0, 700.0] + [random.uniform(0, 4) for _ in range(8)]
UNIT = [1e-300, 1e-17, 1e-8, 0.1, 0.3, 0.4999999, 0.5, 0.5000001, 0.7, 0.99, 1 - 1e-10, 1 - 2**-53] + [random.random() for _ in range(8)]
SYMMETRIC = sorted(UNIT[1:] + [-x for x in UNIT[1:]])
ABOVE = [-1 + 2**-53, -0.999, -0.5] + [x for x in LINE if x > -1] + [1e20]


def cbrt(x):
    return mp.sign(x) * abs(x) ** (M(1) / 3)


def spline(x, a, b):
    """As Durkan et al. (2019) write it."""
    knots = [(-3, -5, M(0.5)), (-1, M(-1.5), b), (a, 2 * a, 6), (1, b + 6, M(0.01)), (4, M(7.5), b / 2)]
    if x < -3:
        return -5 + M(0.5) * (x + 3)
    for (x0, y0, d), (x1, y1, e) in zip(knots, knots[1:]):
        if x < x1:
            s = (y1 - y0) / (x1 - x0)
            t = (x - x0) / (x1 - x0)
            return y0 + (y1 - y0) * (s * t**2 + d * t * (1 - t)) / (s + (e + d - 2 * s) * t * (1 - t))
    return M(7.5) + b / 2 * (x - 4)


OFF_KNOTS = [x for x in LINE if x not in (-1.0, 0.3, 1.0)] + [-2.9999999, 0.30000001, 0.9999, 3.999]


def gamma_cdf(x, a, k):
    return mp.gammainc(a, 0, k * x, regularized=True)


def logistic_cdf(x, m, s):
    return 1 / (1 + mp.exp(-(x - m) / s))


MAPS = {
    "formula": (GAUSS, [()], lambda x: 2 * x + x**3),
    "falling_formula": (GAUSS, [()], lambda x: -x - mp.sinh(x)),
    "spline": (OFF_KNOTS, [(0.3, 1.2)], spline),
    "cdf_gamma": ([1e-20, 1e-8, 0.01, 0.3, 1.0, 2.5, 7.0, 40.0, 100.0], [(2.5, 1.3)], gamma_cdf),
    "cdf_logistic": (LINE, [(0.3, 1.3)], logistic_cdf),
    "shift": (LINE, [(-0.7,)], lambda x, a: x + a),
    "scale": (LINE, [(2.5,)], lambda x, a: x * a),
    "affine": (LINE, [(0.3, -1.7)], lambda x, a, b: a + b * x),
    "exp": (LINE, [()], mp.exp),
    "log": (POSITIVE, [()], mp.log),
    "expm1": (LINE, [()], lambda x: mp.exp(x) - 1),
    "log1p": (ABOVE, [()], lambda x: mp.log(1 + x)),
    "power": (POSITIVE, [(0.4,), (-1.0,), (2.5,)], lambda x, c: x**c),
    "cube": ([x for x in LINE if abs(x) > 1e-100], [()], lambda x: x**3),
    "fifth": ([x for x in LINE if abs(x) > 1e-50], [()], lambda x: x**5),
    "cbrt": ([x for x in FAR if abs(x) > 1e-100], [()], cbrt),
    "tanh": (LINE, [()], mp.tanh),
    "atanh": (SYMMETRIC, [()], mp.atanh),
    "sigmoid": (LINE, [()], lambda x: 1 / (1 + mp.exp(-x))),
    "logit": (UNIT, [()], lambda x: mp.log(x / (1 - x))),
    "softplus": (LINE, [()], lambda x: mp.log(1 + mp.exp(x))),
    "inverse_softplus": (POSITIVE, [()], lambda x: mp.log(mp.exp(x) - 1)),
    "softsign": (FAR, [()], lambda x: x / (1 + abs(x))),
    "inverse_softsign": (SYMMETRIC, [()], lambda x: x / (1 - abs(x))),
    "sinh": (LINE, [()], mp.sinh),
    "asinh": (FAR, [()], mp.asinh),
    "atan": (FAR, [()], mp.atan),
    "tan": ([x for x in LINE if abs(x) < 1.5] + [1.5707963267948966], [()], mp.tan),
    "sinh_arcsinh": (LINE, [(0.3, 1.2), (-0.7, 0.6)], lambda x, s, t: mp.sinh(t * (mp.asinh(x) + s))),
    "inverse_sinh_arcsinh": (LINE, [(0.3, 1.2), (-0.7, 0.6)], lambda x, s, t: mp.sinh(mp.asinh(x) / t - s)),
    "erf": ([x for x in GAUSS if abs(x) < 20], [()], mp.erf),
    "normal_cdf": (GAUSS, [()], lambda x: mp.erfc(-x / mp.sqrt(2)) / 2),
}


def text(v):
    return mp.nstr(v, 30)


def derivative(f, x):
    """Central differences, right to 1e-200."""
    h = abs(x) * M(10) ** -120
    return (f(x + h) - f(x - h)) / (2 * h)


def row(name, parameters, x, f):
    p = [M(v) for v in parameters]
    x0 = M(x)
    log_det = lambda *a: mp.log(abs(derivative(lambda t: f(t, *a[1:]), a[0])))
    # The second difference of a difference: the step is wider.
    slope = lambda g, t: (g(t + abs(t) * M(10) ** -40) - g(t - abs(t) * M(10) ** -40)) / (2 * abs(t) * M(10) ** -40)
    cells = [f(x0, *p), log_det(x0, *p), slope(lambda t: log_det(t, *p), x0)]
    for i in range(len(p)):
        at = lambda v: p[:i] + [v] + p[i + 1 :]
        cells += [derivative(lambda v: f(x0, *at(v)), p[i]), slope(lambda v: log_det(x0, *at(v)), p[i])]
    print(",".join([name, " ".join(map(repr, parameters)), repr(x)] + [text(c) for c in cells]))


print("# map,parameters,x,value,log |dy/dx|,its derivative by x,then of value and log |dy/dx| by each parameter; mpmath 1.3.0 (700 working digits), 30 digits printed; numbers are the doubles their decimals round to")
print("map,parameters,x,value,log_det,log_det_slope,by_parameters")
for name, (points, parameters, f) in MAPS.items():
    for p in parameters:
        for x in points:
            row(name, p, x, f)
NORMAL = [-2.5, -0.6, -1e-3, 1e-8, 0.2, 1.1, 3.5]
INVERSES = {
    "erfinv": (NORMAL, (), mp.erf),
    "normal_quantile": (NORMAL + [-30.0, -9.0], (), lambda x: mp.erfc(-x / mp.sqrt(2)) / 2),
    "inverse_spline": ([x for x in OFF_KNOTS if 1e-3 < abs(x) < 30 and x != 0.9999], (0.3, 1.2), spline),
    "quantile_gamma": ([1e-20, 1e-3, 0.3, 1.0, 2.5, 7.0, 11.0], (2.5, 1.3), gamma_cdf),
    "quantile_logistic": ([-300.0, -20.0, -2.5, -0.6, 0.2, 1.1, 9.0], (0.3, 1.3), logistic_cdf),
}
for name, (points, parameters, map) in INVERSES.items():
    # At images y of x: the inverse's log-determinant is minus that at x, its slope minus (log f')' / f'.
    f = lambda x: map(x, *[M(p) for p in parameters])
    for x in points:
        y = float(f(M(x)))
        t = mp.findroot(lambda u: f(u) - M(y), M(x), tol=M(10) ** -400)
        h = abs(t) * M(10) ** -40
        second = (mp.log(derivative(f, t + h)) - mp.log(derivative(f, t - h))) / (2 * h)
        d = derivative(f, t)
        cells = [t, -mp.log(d), -second / d]
        print(",".join([name, " ".join(repr(p) for p in parameters), repr(y)] + [text(c) for c in cells]))
