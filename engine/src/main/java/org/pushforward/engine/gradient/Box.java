package org.pushforward.engine.gradient;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;

/**
 * Where symbols lie, those of random values in intervals and parameters in points, and numbers of
 * theirs to look at.
 */
final class Box {
  /** Numbers next to an end that are not looked at. */
  private static final int ENDS = 8;

  private final Map<Parameter, Bounds> ranges;
  private final List<Parameter> symbols;
  private final Map<Parameter, Double> typical;
  private final List<TreeSet<Double>> cuts;

  Box(Map<Parameter, Bounds> ranges) {
    // In the order of their names, whatever the map's: where others rest depends on it.
    this.ranges = new LinkedHashMap<>();
    ranges.keySet().stream()
        .sorted(Comparator.comparing(Parameter::name))
        .forEach(p -> this.ranges.put(p, within(ranges.get(p))));
    this.symbols = List.copyOf(this.ranges.keySet());
    this.typical = symbols.stream().collect(toMap(p -> p, p -> scales(ranges.get(p)).get(0)));
    this.cuts = symbols.stream().map(p -> new TreeSet<Double>()).toList();
  }

  /** Without what rounding may make of the ends. */
  private static Bounds within(Bounds range) {
    return range.isPoint() ? range : Bounds.between(within(range.low()), -within(-range.high()));
  }

  private static double within(double low) {
    return low == 0 || Double.isInfinite(low) ? low : low + ENDS * Math.ulp(low);
  }

  List<Parameter> symbols() {
    return symbols;
  }

  Bounds range(int symbol) {
    return ranges.get(symbols.get(symbol));
  }

  /** A number of each symbol. */
  double[] typical() {
    return symbols.stream().mapToDouble(typical::get).toArray();
  }

  /** The formula where all symbols go through rows. */
  Rows rows(Expr formula) {
    return new Rows(formula, symbols, typical);
  }

  Bounds bounds(Expr e) {
    return Bounds.of(e, ranges, ranges.keySet(), Map.of());
  }

  /** The bounds of e while one symbol is on a piece of its range. */
  Bounds bounds(Expr e, int symbol, Bounds piece) {
    Map<Parameter, Bounds> inside = new LinkedHashMap<>(ranges);
    inside.put(symbols.get(symbol), piece);
    return Bounds.of(e, inside, inside.keySet(), Map.of());
  }

  /** Cuts the range of a symbol. */
  void cut(int symbol, Iterable<Double> at) {
    at.forEach(cuts.get(symbol)::add);
  }

  /** The pieces that the range of a symbol is cut into. */
  List<Bounds> pieces(int symbol) {
    Bounds range = range(symbol);
    List<Bounds> pieces = new ArrayList<>();
    double low = range.low();
    for (double cut : cuts.get(symbol)) {
      pieces.add(Bounds.between(low, cut));
      low = cut;
    }
    pieces.add(Bounds.between(low, range.high()));
    pieces.removeIf(piece -> piece.high() <= Math.nextUp(piece.low()) && !range.isPoint());
    return pieces;
  }

  /** Numbers of a symbol of several scales, and of each piece of its range. */
  List<Double> choice(int symbol) {
    List<Double> choice = new ArrayList<>(scales(range(symbol)));
    pieces(symbol).forEach(piece -> choice.add(piece.low() / 2 + piece.high() / 2));
    return choice.stream().filter(Double::isFinite).toList();
  }

  /** Numbers of the range on all scales, sorted; about a point some next to it. */
  double[] grid(int symbol) {
    Bounds range = range(symbol);
    double low = range.low();
    double high = range.high();
    TreeSet<Double> grid = new TreeSet<>();
    if (range.isPoint()) {
      double near = 0x1p-30 * (low == 0 ? 1 : Math.abs(low));
      return new double[] {low - near, low, low + near};
    }
    double middle = Double.isFinite(low) && Double.isFinite(high) ? low / 2 + high / 2 : 0;
    for (double centre : new double[] {low, middle, high}) {
      for (int k = -1020; k <= 1020; k += Math.abs(k) < 40 ? 1 : 20) {
        grid.add(centre - Math.scalb(1.0, k));
        grid.add(centre + Math.scalb(1.0, k));
      }
      grid.add(centre);
    }
    for (Bounds piece : pieces(symbol)) {
      for (int k = 0; k < 64; k++) {
        grid.add(piece.low() + (piece.high() - piece.low()) * k / 64);
      }
    }
    return grid.stream().filter(x -> low < x && x < high).mapToDouble(x -> x).toArray();
  }

  /** A typical number of the range and some of other scales. */
  private static List<Double> scales(Bounds range) {
    double low = range.low();
    double high = range.high();
    if (range.isPoint()) {
      return List.of(low);
    }
    double[] distances = {0.7, 1.9, 0.11, 5.3, 0.013, 31, 170};
    return Double.isFinite(low) && Double.isFinite(high)
        ? DoubleStream.of(0.43, 0.11, 0.89, 0.013, 0.987, 0.29, 0.71)
            .map(u -> low + (high - low) * u)
            .boxed()
            .toList()
        : Double.isFinite(low)
            ? DoubleStream.of(distances).map(d -> low + d).boxed().toList()
            : Double.isFinite(high)
                ? DoubleStream.of(distances).map(d -> high - d).boxed().toList()
                : DoubleStream.of(distances).flatMap(d -> DoubleStream.of(d, -d)).boxed().toList();
  }

  /** The width of a symbol's range, 1 if that is more or there is none. */
  double width(int symbol) {
    Bounds range = range(symbol);
    return range.isPoint() ? 1 : Math.min(1, range.high() - range.low());
  }

  /** x, or the number next to the end of its symbol's range that it is beyond. */
  double inside(int symbol, double x) {
    Bounds range = range(symbol);
    return range.isPoint()
        ? x
        : Math.min(Math.max(x, Math.nextUp(range.low())), Math.nextDown(range.high()));
  }
}
